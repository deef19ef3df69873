package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.Maintenance;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.SlabStore;
import io.slabcache.store.testing.ManualClock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class MaintenanceThreadTest {
    private static final int MIB = 1 << 20;

    private final ManualClock clock = new ManualClock();

    private SlabStore open(Maintenance maintenance, RemovalListener listener) {
        return SlabStore.builder()
                .capacity(MIB)
                .clock(clock)
                .maintenance(maintenance)
                .removalListener(listener, RemovalCause.EXPIRED)
                .build();
    }

    @Test
    void run_oneListenerFailsWithAnError_theOtherStoresAreSweptAgain() {
        try (Maintenance maintenance = Maintenance.start("failing-listener");
                SlabStore failing = open(maintenance, (key, item, cause) -> {
                    throw new OutOfMemoryError("thrown by a listener on purpose");
                });
                SlabStore other = open(maintenance, (key, item, cause) -> {})) {
            for (int round = 1; round <= 3; round++) {
                failing.set(new byte[] {1}, new byte[1], clock.in(10));
                other.set(new byte[] {2}, new byte[1], clock.in(10));
                clock.advance(20);
                int expected = round;
                Awaitility.await().until(() -> other.statistics().expired() == expected);
                Awaitility.await().until(() -> failing.statistics().expired() == expected);
            }
        }
    }

    @Test
    void close_fromAListenerOnTheThread_endsIt() throws Exception {
        Maintenance maintenance = Maintenance.start("closed-by-listener");
        CompletableFuture<SlabStore> store = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        store.complete(open(maintenance, (key, item, cause) -> {
            thread.complete(Thread.currentThread());
            store.join().close();
            maintenance.close();
            closed.countDown();
        }));
        store.join().set(new byte[] {1}, new byte[1], clock.in(10));
        clock.advance(20);
        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().until(() -> !thread.join().isAlive());
    }

    @Test
    void manyStores_oneThread_allAreSwept() {
        AtomicInteger expired = new AtomicInteger();
        int stores = 50;
        try (Maintenance maintenance = Maintenance.start("shared")) {
            SlabStore[] all = new SlabStore[stores];
            for (int i = 0; i < stores; i++) {
                all[i] = open(maintenance, (key, item, cause) -> expired.incrementAndGet());
                all[i].set(new byte[] {1}, new byte[1], clock.in(10));
            }
            clock.advance(20);
            Awaitility.await().until(() -> expired.get() == stores);
            for (SlabStore store : all) {
                store.close();
            }
        }
    }
}
