package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
    private final KeyLocks locks = new KeyLocks("cache");

    @Test
    void lock_heldByThisThread_failsNamingTheKey() {
        KeyLocks.KeyLock held = locks.lock("a", "a");
        assertThatThrownBy(() -> locks.lock("a", "a"))
                .isInstanceOf(CacheException.class)
                .hasMessage("an operation must not wait for a key that waits for it: cache=cache, key=a,"
                        + " heldCache=cache, heldKey=a");
        locks.unlock(held);
        assertThat(locks.size()).isZero();
    }

    @Test
    void lock_heldByAnother_waits() throws Exception {
        KeyLocks.KeyLock held = locks.lock("a", "a");
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> locks.unlock(locks.lock("a", "a")), task -> {
            Thread thread = new Thread(task);
            waiting.set(thread);
            thread.start();
        });
        await().until(() -> isWaiting(waiting.get()));
        assertThat(other).isNotDone();
        locks.unlock(held);
        other.get(10, TimeUnit.SECONDS);
        assertThat(locks.size()).isZero();
    }

    private static boolean isWaiting(@Nullable Thread thread) {
        return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void lock_circleOfTwoCaches_oneOfThemFailsNamingBothKeys() throws Exception {
        KeyLocks others = new KeyLocks("other");
        KeyLocks.KeyLock heldHere = locks.lock("a", "a");
        CompletableFuture<Void> otherHolds = new CompletableFuture<>();
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> {
                    KeyLocks.KeyLock heldThere = others.lock("b", "b");
                    otherHolds.complete(null);
                    try {
                        locks.unlock(locks.lock("a", "a"));
                    } finally {
                        others.unlock(heldThere);
                    }
                },
                task -> new Thread(task).start());
        otherHolds.get(10, TimeUnit.SECONDS);
        String mine = null;
        try {
            others.unlock(others.lock("b", "b"));
        } catch (CacheException e) {
            mine = e.getMessage();
        } finally {
            locks.unlock(heldHere);
        }
        String theirs = null;
        try {
            other.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            theirs = String.valueOf(e.getCause());
        }
        assertThat(mine == null ? theirs : mine)
                .isNotNull()
                .contains("key=" + (mine == null ? "a" : "b"))
                .contains("heldKey=" + (mine == null ? "b" : "a"));
        assertThat(locks.size() + others.size()).isZero();
    }

    @Test
    void lock_interrupted_waitsOnAndStaysInterrupted() throws Exception {
        KeyLocks.KeyLock held = locks.lock("a", "a");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            locks.unlock(locks.lock("a", "a"));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        assertThat(interrupted).isNotDone();
        locks.unlock(held);
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }
}
