package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadsUnderWayTest {
    private static final long NEVER_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final LoadsUnderWay loads = new LoadsUnderWay();

    @Test
    void close_ownLoads_notWaitedFor() {
        assertThat(loads.begin()).isTrue();
        assertThat(loads.begin()).isTrue();
        assertThat(loads.close(NEVER_MILLIS)).isTrue();
        assertThat(loads.begin()).isFalse();
    }

    @Test
    void close_loadOfAnotherThread_falseAtTheLimitAndTrueOnceItEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch toEnd = new CountDownLatch(1);
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            assertThat(loads.begin()).isTrue();
            begun.countDown();
            awaitUninterruptibly(toEnd);
            loads.end();
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(loads.close(1)).isFalse();
        toEnd.countDown();
        assertThat(loads.close(NEVER_MILLIS)).isTrue();
        load.get(20, TimeUnit.SECONDS);
    }

    @Test
    void close_interrupted_falseAndStillInterrupted() throws Exception {
        CompletableFuture.runAsync(() -> assertThat(loads.begin()).isTrue(), task -> new Thread(task).start())
                .get(20, TimeUnit.SECONDS);
        Thread.currentThread().interrupt();
        assertThat(loads.close(NEVER_MILLIS)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
