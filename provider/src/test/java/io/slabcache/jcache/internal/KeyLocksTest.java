package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyLocksTest {
    private final KeyLocks locks = new KeyLocks("cache");

    private static KeyLocks.KeyLock lock(KeyLocks locks, String key) {
        return lock(locks, key, key);
    }

    private static KeyLocks.KeyLock lock(KeyLocks locks, String shared, Object key) {
        return locks.lock(new ByteKey(shared.getBytes(StandardCharsets.UTF_8)), key, key);
    }

    @Test
    void lock_heldByThisThread_failsNamingTheKey() {
        KeyLocks.KeyLock held = lock(locks, "a");
        assertThatThrownBy(() -> lock(locks, "a"))
                .isInstanceOf(CacheException.class)
                .hasMessage("an operation must not wait for a key that waits for it: cache=cache, key=a,"
                        + " heldCache=cache, heldKey=a");
        locks.unlock(held);
        assertThat(locks.size()).isZero();
    }

    @Test
    void lock_heldByAnother_waits() throws Exception {
        KeyLocks.KeyLock held = lock(locks, "a");
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> locks.unlock(lock(locks, "a")), task -> {
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
        KeyLocks.KeyLock heldHere = lock(locks, "a");
        CompletableFuture<Void> otherHolds = new CompletableFuture<>();
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> {
                    KeyLocks.KeyLock heldThere = lock(others, "b");
                    otherHolds.complete(null);
                    try {
                        locks.unlock(lock(locks, "a"));
                    } finally {
                        others.unlock(heldThere);
                    }
                },
                task -> new Thread(task).start());
        otherHolds.get(10, TimeUnit.SECONDS);
        String mine = null;
        try {
            others.unlock(lock(others, "b"));
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
        KeyLocks.KeyLock held = lock(locks, "a");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            locks.unlock(lock(locks, "a"));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        assertThat(interrupted).isNotDone();
        locks.unlock(held);
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void lock_anotherKeyOfTheSameLock_isHadAgainByItsThreadOnly() throws Exception {
        KeyLocks.KeyLock first = lock(locks, "shared", "a");
        KeyLocks.KeyLock second = lock(locks, "shared", "b");
        assertThatThrownBy(() -> lock(locks, "shared", "a"))
                .isInstanceOf(CacheException.class)
                .hasMessageEndingWith("key=a, heldCache=cache, heldKey=a");
        assertThatThrownBy(() -> lock(locks, "shared", "b"))
                .isInstanceOf(CacheException.class)
                .hasMessageEndingWith("key=b, heldCache=cache, heldKey=b");
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> locks.unlock(lock(locks, "shared", "c")), task -> {
                    Thread thread = new Thread(task);
                    waiting.set(thread);
                    thread.start();
                });
        await().until(() -> isWaiting(waiting.get()));
        locks.unlock(second);
        assertThat(other).isNotDone();
        locks.unlock(first);
        other.get(10, TimeUnit.SECONDS);
        assertThat(locks.size()).isZero();
    }

    @Test
    void lock_freeOrHeldByAnother_doesNotCompareKeys() throws Exception {
        KeyLocks.KeyLock held = lock(locks, "shared", new Incomparable());
        AtomicReference<Thread> waiting = new AtomicReference<>();
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> locks.unlock(lock(locks, "shared", new Incomparable())), task -> {
                    Thread thread = new Thread(task);
                    waiting.set(thread);
                    thread.start();
                });
        await().until(() -> isWaiting(waiting.get()));
        assertThatThrownBy(() -> lock(locks, "shared", new Incomparable())).isInstanceOf(IllegalStateException.class);
        locks.unlock(held);
        other.get(10, TimeUnit.SECONDS);
        assertThat(locks.size()).isZero();
    }

    @Test
    void unlockAll_oneFails_othersAreGivenBack() {
        KeyLocks.KeyLock a = lock(locks, "a");
        KeyLocks.KeyLock b = lock(locks, "b");
        KeyLocks.KeyLock c = lock(locks, "c", "c");
        locks.unlock(b);
        assertThatThrownBy(() -> locks.unlockAll(List.of(a, b, c)))
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("key=b");
        assertThat(locks.size()).isZero();
    }

    @Test
    @Timeout(20)
    void unlockAll_manyLocks_takesNoLongerForEachOfThem() {
        List<KeyLocks.KeyLock> held = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            held.add(lock(locks, "k" + i));
        }
        locks.unlockAll(held);
        assertThat(locks.size()).isZero();
    }

    @Test
    void lock_neverInACircle_neverFails() throws Exception {
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        locks.unlock(lock(locks, "b"));
                        locks.unlock(lock(locks, "a"));
                    }
                },
                task -> new Thread(task).start());
        for (int i = 0; i < 20_000; i++) {
            KeyLocks.KeyLock a = lock(locks, "a");
            KeyLocks.KeyLock b = lock(locks, "b");
            locks.unlockAll(List.of(a, b));
        }
        other.get(60, TimeUnit.SECONDS);
        assertThat(locks.size()).isZero();
    }

    /** A key that must not be compared. */
    private static final class Incomparable {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("keys must not be compared here");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("keys must not be hashed here");
        }
    }
}
