package io.slabcache.jcache.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * One lock per key, alive while somebody holds or awaits it. User code runs under the lock of its key and may touch
 * other keys and other caches; a wait that would never end (for a key the thread holds itself, or in a circle with
 * other threads) ends in an exception that names both keys.
 *
 * <p>Keys may share a lock: they are told apart by their identity, which may run code of the key's class, only when a
 * thread that holds the lock wants it again. It gets it if it is for another key.
 */
final class KeyLocks {
    /** How long a waiter sleeps before it looks for a circle again. */
    private static final long CIRCLE_CHECK_MILLIS = 50;

    /** A circle that the looking thread is no part of has no end; no walk is longer than this. */
    private static final int LONGEST_WALK = 1000;

    private static final ThreadLocal<Holder> HOLDERS = ThreadLocal.withInitial(Holder::new);

    private final String cacheName;
    private final ConcurrentHashMap<ByteKey, SharedLock> locks = new ConcurrentHashMap<>();

    KeyLocks(String cacheName) {
        this.cacheName = cacheName;
    }

    /**
     * Takes the lock of a key.
     *
     * @param lockBytes the same for equal keys
     * @param identity equal for equal keys and no others
     * @param key the key, for messages
     * @return the lock, to be given to {@link #unlock}
     */
    KeyLock lock(ByteKey lockBytes, Object identity, Object key) {
        SharedLock shared = locks.compute(lockBytes, (bytes, present) -> {
            SharedLock counted = present == null ? new SharedLock(bytes) : present;
            counted.references++;
            return counted;
        });
        Holder me = HOLDERS.get();
        KeyLock lock = new KeyLock(shared, me, identity, key, cacheName);
        boolean locked = false;
        try {
            acquire(lock, me);
            locked = true;
        } finally {
            if (!locked) {
                forgetIfIdle(me);
                release(shared);
            }
        }
        if (shared.holding == null) {
            shared.holding = lock;
        }
        me.held.push(lock);
        return lock;
    }

    /** Gives a lock back, best the one that was taken last. */
    void unlock(KeyLock lock) {
        Holder me = HOLDERS.get();
        if (!me.held.remove(lock)) {
            forgetIfIdle(me);
            throw new IllegalMonitorStateException(
                    "a lock must be held by the thread that gives it back: cache=" + cacheName + ", key=" + lock.key);
        }
        forgetIfIdle(me);
        SharedLock shared = lock.shared;
        if (shared.mutex.getHoldCount() == 1) {
            shared.holding = null;
        }
        shared.mutex.unlock();
        release(shared);
    }

    /** Gives locks back, those taken last first, and all of them even if one cannot be given back. */
    void unlockAll(List<KeyLock> held) {
        RuntimeException failure = null;
        for (int i = held.size() - 1; i >= 0; i--) {
            try {
                unlock(held.get(i));
            } catch (RuntimeException e) {
                failure = Failures.merge(failure, e);
            }
        }
        Failures.throwIfAny(failure);
    }

    /** Returns how many locks are held or awaited. */
    int size() {
        return locks.size();
    }

    private void release(SharedLock shared) {
        locks.computeIfPresent(shared.bytes, (bytes, present) -> --present.references == 0 ? null : present);
    }

    private static void forgetIfIdle(Holder me) {
        if (me.held.isEmpty()) {
            HOLDERS.remove();
        }
    }

    private static void acquire(KeyLock wanted, Holder me) {
        ReentrantLock mutex = wanted.shared.mutex;
        if (mutex.isHeldByCurrentThread()) {
            for (KeyLock held : me.held) {
                if (held.shared == wanted.shared && held.identity.equals(wanted.identity)) {
                    throw circle(wanted, held);
                }
            }
        }
        if (mutex.tryLock()) {
            return;
        }
        me.awaited = wanted;
        boolean interrupted = false;
        try {
            while (true) {
                KeyLock own = ownLockInCircle(wanted, me);
                if (own != null) {
                    throw circle(wanted, own);
                }
                try {
                    if (mutex.tryLock(CIRCLE_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
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
        List<KeyLock> awaited = new ArrayList<>();
        List<KeyLock> holding = new ArrayList<>();
        KeyLock next = wanted;
        while (next != null && awaited.size() < LONGEST_WALK) {
            KeyLock holder = next.shared.holding;
            if (holder == null) {
                return null;
            }
            awaited.add(next);
            holding.add(holder);
            if (holder.owner == me) {
                return isUnchanged(awaited, holding) ? holder : null;
            }
            next = holder.owner.awaited;
        }
        return null;
    }

    /**
     * Tells whether all that a walk saw still holds. What was seen step by step need never have held at one time; what is
     * seen again, after all of it was seen once, did, because no two acquisitions share an object.
     */
    private static boolean isUnchanged(List<KeyLock> awaited, List<KeyLock> holding) {
        for (int i = 0; i < awaited.size(); i++) {
            KeyLock wanted = awaited.get(i);
            if (wanted.owner.awaited != wanted || wanted.shared.holding != holding.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static CacheException circle(KeyLock wanted, KeyLock held) {
        return new CacheException("an operation must not wait for a key that waits for it: cache=" + wanted.cacheName
                + ", key=" + wanted.key + ", heldCache=" + held.cacheName + ", heldKey=" + held.key);
    }

    /** One acquisition of the lock of one key. */
    static final class KeyLock {
        private final SharedLock shared;
        private final Holder owner;
        private final Object identity;
        private final Object key;
        private final String cacheName;

        private KeyLock(SharedLock shared, Holder owner, Object identity, Object key, String cacheName) {
            this.shared = shared;
            this.owner = owner;
            this.identity = identity;
            this.key = key;
            this.cacheName = cacheName;
        }
    }

    /** The lock of all keys with the same lock bytes. */
    private static final class SharedLock {
        private final ByteKey bytes;
        private final ReentrantLock mutex = new ReentrantLock();

        /** Guarded by the map's bin of these bytes. */
        private int references;

        /** The first acquisition of the thread that holds the lock, null if none does. */
        private volatile @Nullable KeyLock holding;

        private SharedLock(ByteKey bytes) {
            this.bytes = bytes;
        }
    }

    /** What a thread holds and awaits. */
    private static final class Holder {
        /** Used by its thread alone; the newest first. */
        private final Deque<KeyLock> held = new ArrayDeque<>();

        private volatile @Nullable KeyLock awaited;
    }
}
