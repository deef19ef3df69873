package io.slabcache.store.engine;

import static io.slabcache.store.testing.StoreFixture.NEW_THREADS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.StoreClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class OperationGateTest {
    private final OperationGate gate = new OperationGate("users");

    @Test
    void enter_afterClose_isRefusedWithTheName() {
        gate.close();
        assertThatThrownBy(gate::enter).isInstanceOf(StoreClosedException.class).hasMessageContaining("name=users");
        assertThat(gate.close()).isFalse();
    }

    @Test
    void close_operationInside_waitsForIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        CompletableFuture<Void> operation = CompletableFuture.runAsync(
                () -> {
                    int cell = gate.enter();
                    inside.countDown();
                    await(mayLeave);
                    gate.leave(cell);
                },
                NEW_THREADS);
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(gate::close, NEW_THREADS);
        Awaitility.await().until(gate::isClosed);
        assertThatThrownBy(gate::enter).isInstanceOf(StoreClosedException.class);
        assertThat(closing).isNotDone();
        mayLeave.countDown();
        assertThat(closing.get(30, TimeUnit.SECONDS)).isTrue();
        operation.get(30, TimeUnit.SECONDS);
    }

    @Test
    void hitsAndMisses_fromSeveralThreads_areAllCounted() throws Exception {
        int perThread = 50_000;
        CompletableFuture<?>[] threads = new CompletableFuture<?>[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = CompletableFuture.runAsync(
                    () -> {
                        for (int n = 0; n < perThread; n++) {
                            gate.leaveHit(gate.enter());
                            gate.leaveMiss(gate.enter());
                            gate.leave(gate.enter());
                        }
                    },
                    NEW_THREADS);
        }
        CompletableFuture.allOf(threads).get(60, TimeUnit.SECONDS);
        assertThat(gate.hits()).isEqualTo((long) perThread * threads.length);
        assertThat(gate.misses()).isEqualTo((long) perThread * threads.length);
        assertThat(gate.close()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
