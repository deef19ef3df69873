package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BriefLockTest {
    private final BriefLock lock = new BriefLock();

    @Test
    void lock_heldForLong_waitsInTheQueueUntilItIsFree() throws Exception {
        CompletableFuture<Boolean> other = new CompletableFuture<>();
        lock.lock();
        try {
            new Thread(() -> other.complete(lockAndUnlock())).start();
            await().until(lock::hasQueuedThreads);
            assertThat(other).isNotDone();
        } finally {
            lock.unlock();
        }
        assertThat(other.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void lock_heldByTheThreadItself_isTakenOnceMore() {
        lock.lock();
        try {
            assertThat(lockAndUnlock()).isTrue();
            assertThat(lock.isHeldByCurrentThread()).isTrue();
        } finally {
            lock.unlock();
        }
        assertThat(lock.isLocked()).isFalse();
    }

    private boolean lockAndUnlock() {
        lock.lock();
        try {
            return lock.isHeldByCurrentThread();
        } finally {
            lock.unlock();
        }
    }
}
