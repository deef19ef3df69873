package io.slabcache.jcache.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * One lock per key, alive while somebody holds or awaits it. User code runs under the lock of its key and may touch
 * other keys and other caches; a wait that would never end (for a key the thread holds itself, or in a circle with
 * other threads) ends in an exception that names both keys.
 */
final class KeyLocks {
    /** How long a waiter sleeps before it looks for a circle again. */
    private static final long CIRCLE_CHECK_MILLIS = 50;

    private static final ThreadLocal<Holder> HOLDERS = ThreadLocal.withInitial(Holder::new);

    private final String cacheName;
    private final ConcurrentHashMap<Object, KeyLock> locks = new ConcurrentHashMap<>();

    KeyLocks(String cacheName) {
        this.cacheName = cacheName;
    }

    /**
     * Takes the lock of a key.
     *
     * @param identity equal for equal keys
     * @param key the key, for messages
     * @return the lock, to be given to {@link #unlock}
     */
    KeyLock lock(Object identity, Object key) {
        KeyLock lock = locks.compute(identity, (id, present) -> {
            KeyLock counted = present == null ? new KeyLock(id, key, cacheName) : present;
            counted.references++;
            return counted;
        });
        Holder me = HOLDERS.get();
        boolean locked = false;
        try {
            acquire(lock, me);
            locked = true;
        } finally {
            if (!locked) {
                release(lock);
            }
        }
        lock.owner = me;
        me.held.push(lock);
        return lock;
    }

    void unlock(KeyLock lock) {
        Holder me = HOLDERS.get();
        me.held.remove(lock);
        if (me.held.isEmpty()) {
            HOLDERS.remove();
        }
        lock.owner = null;
        lock.mutex.unlock();
        release(lock);
    }

    /** Returns how many keys are locked or awaited. */
    int size() {
        return locks.size();
    }

    private void release(KeyLock lock) {
        locks.computeIfPresent(lock.identity, (id, present) -> --present.references == 0 ? null : present);
    }

    private static void acquire(KeyLock lock, Holder me) {
        if (lock.mutex.isHeldByCurrentThread()) {
            throw circle(lock, lock);
        }
        if (lock.mutex.tryLock()) {
            return;
        }
        me.awaited = lock;
        boolean interrupted = false;
        try {
            while (true) {
                KeyLock own = ownLockInCircle(lock, me);
                if (own != null) {
                    throw circle(lock, own);
                }
                try {
                    if (lock.mutex.tryLock(CIRCLE_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            me.awaited = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Follows who waits for whom from the wanted lock on; returns the lock of this thread that it ends at, if it does. */
    private static @Nullable KeyLock ownLockInCircle(KeyLock wanted, Holder me) {
        KeyLock lock = wanted;
        // A circle that this thread is no part of is bounded too: no walk is longer than this.
        for (int steps = 0; steps < 1000 && lock != null; steps++) {
            Holder owner = lock.owner;
            if (owner == null) {
                return null;
            }
            if (owner == me) {
                return lock;
            }
            lock = owner.awaited;
        }
        return null;
    }

    private static CacheException circle(KeyLock wanted, KeyLock held) {
        return new CacheException("an operation must not wait for a key that waits for it: cache=" + wanted.cacheName
                + ", key=" + wanted.key + ", heldCache=" + held.cacheName + ", heldKey=" + held.key);
    }

    /** The lock of one key. */
    static final class KeyLock {
        private final Object identity;
        private final Object key;
        private final String cacheName;
        private final ReentrantLock mutex = new ReentrantLock();

        /** Guarded by the map's bin of this key. */
        private int references;

        private volatile @Nullable Holder owner;

        private KeyLock(Object identity, Object key, String cacheName) {
            this.identity = identity;
            this.key = key;
            this.cacheName = cacheName;
        }
    }

    /** What a thread holds and awaits. */
    private static final class Holder {
        /** Used by its thread alone. */
        private final Deque<KeyLock> held = new ArrayDeque<>();

        private volatile @Nullable KeyLock awaited;
    }
}
