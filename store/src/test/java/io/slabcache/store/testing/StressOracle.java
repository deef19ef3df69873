package io.slabcache.store.testing;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.StoreItem;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows what a store may answer while several threads use it, although the store removes items at its own will.
 *
 * <p>Whoever changes a key holds that key's lock, so that the holder knows exactly which version is the present one;
 * what it does not know is whether the store has removed it meanwhile. Reads need no lock.
 */
final class StressOracle {
    /*
     * Why this is sound
     * -----------------
     * Versions of a key grow. Before a write starts its version is "issued"; when it is done, the key's floor is raised
     * to it. A read that starts after the floor was at f must not return a version below f, and must not return one that
     * was never issued. A delete, a removal that was told, and a clear raise the floor above the version that they
     * removed; so does a read above everything older than what it saw. A version whose write was refused is issued again,
     * so that one that is seen nevertheless lies above "issued".
     *
     * A miss under the key's lock of a version that should be there is legal only if the store told of its removal
     * (EVICTED or EXPIRED), or a clear that was not over when the write began has begun since. The store tells after it
     * removed, maybe on another thread, so the miss is noted as a claim, and all claims must have been met when the run
     * has come to rest. Once a miss was seen the key is known to be absent, and the version must not come back.
     *
     * A write or touch whose expiry time came while it ran may have removed instead of stored: it is doubtful and makes
     * no claim.
     */

    private static final int MAX_VIOLATIONS = 20;
    private static final int VERSION_BITS = 40;

    private final ManualClock clock;
    private final Key[] keys;
    private final Set<Long> told = ConcurrentHashMap.newKeySet();
    private final Set<Long> claims = ConcurrentHashMap.newKeySet();
    private final AtomicLong clearsStarted = new AtomicLong();
    private final AtomicLong clearsDone = new AtomicLong();
    private final ReentrantLock clearing = new ReentrantLock();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    StressOracle(ManualClock clock, int keyCount) {
        this.clock = clock;
        keys = new Key[keyCount];
        for (int i = 0; i < keyCount; i++) {
            keys[i] = new Key(i);
        }
    }

    Key key(int number) {
        return keys[number];
    }

    int keyCount() {
        return keys.length;
    }

    Queue<String> violations() {
        return violations;
    }

    void violation(String message) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(message);
        }
    }

    /** Checks what the removal listener is told. */
    void removed(byte[] keyBytes, StoreItem item, RemovalCause cause) {
        Key key = keys[StressValue.numberOf(keyBytes)];
        long version = key.checkWhole(item, "told of");
        if (version > key.issued) {
            violation("told of a version that was never written: cause=" + cause + ", " + key.at(version));
        }
        if (cause == RemovalCause.EXPIRED && item.expiryMillis() > clock.millis()) {
            violation("told too early: expiry=" + item.expiryMillis() + ", now=" + clock.millis() + ", "
                    + key.at(version));
        }
        if (!told.add(key.packed(version))) {
            violation("told twice: cause=" + cause + ", " + key.at(version));
        }
        key.raiseFloor(version + 1);
    }

    /** Runs a clear and makes everything written before it illegal afterwards. */
    void clear(Runnable clear) {
        clearing.lock();
        try {
            long[] done = new long[keys.length];
            for (int i = 0; i < keys.length; i++) {
                done[i] = keys[i].done;
            }
            clearsStarted.incrementAndGet();
            clear.run();
            for (int i = 0; i < keys.length; i++) {
                keys[i].raiseFloor(done[i] + 1);
            }
            clearsDone.incrementAndGet();
        } finally {
            clearing.unlock();
        }
    }

    long clearsDone() {
        return clearsDone.get();
    }

    /** Returns the floors of all keys, for a walk that starts afterwards. */
    long[] floors() {
        long[] floors = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            floors[i] = keys[i].floor.get();
        }
        return floors;
    }

    /** Returns a miss that no removal accounts for (yet), or null. */
    @Nullable
    String unmetClaim() {
        claims.removeAll(told);
        for (long claim : claims) {
            return "lost without a word: " + keys[(int) (claim >>> VERSION_BITS)].at(claim & (1L << VERSION_BITS) - 1);
        }
        return null;
    }

    /** One key as the testers know it. */
    final class Key {
        final int number;
        final byte[] bytes;
        final ReentrantLock lock = new ReentrantLock();

        /** No read that starts now may return an older version. */
        private final AtomicLong floor = new AtomicLong(1);

        /** The newest version that a read may return; written under the lock. */
        private volatile long issued;

        /** The newest version whose write is over; written under the lock. */
        private volatile long done;

        /** The version that is there unless the store removed it, or 0 if there is none. Guarded by the lock. */
        private long present;

        /** The expiry time of that version. Guarded by the lock. */
        private long expiry;

        /** Whether its time may have come before it was stored. Guarded by the lock. */
        private boolean doubtful;

        /** How many clears were over before its write began. Guarded by the lock. */
        private long clearsBefore;

        Key(int number) {
            this.number = number;
            bytes = StressValue.keyOf(number);
        }

        long floor() {
            return floor.get();
        }

        long present() {
            return present;
        }

        /** Checks an item that was read without the lock; floor and now were taken before the read began. */
        void checkRead(StoreItem item, long floorBefore, long nowBefore) {
            long version = checkWhole(item, "read");
            if (version < floorBefore) {
                violation("stale or resurrected: floor=" + floorBefore + ", " + at(version));
            }
            if (version > issued) {
                violation("never written: issued=" + issued + ", " + at(version));
            }
            if (item.expiryMillis() <= nowBefore) {
                violation("expired: expiry=" + item.expiryMillis() + ", now=" + nowBefore + ", " + at(version));
            }
            raiseFloor(version);
        }

        /** Checks what was read under the lock. */
        void checkExact(@Nullable StoreItem item, long floorBefore, long nowBefore) {
            if (item == null) {
                missed();
                return;
            }
            checkRead(item, floorBefore, nowBefore);
            long version = StressValue.versionOf(item.value());
            if (version != present) {
                violation(
                        (present == 0 ? "resurrected" : "lost update") + ": expected=" + present + ", " + at(version));
            } else if (item.expiryMillis() != expiry) {
                violation("another expiry: expected=" + expiry + ", found=" + item.expiryMillis() + ", " + at(version));
            } else if (item.clientFlags() != flagsOf(version)) {
                violation("other flags: found=" + item.clientFlags() + ", " + at(version));
            }
        }

        /** Tells whether the key was absent under the lock, and makes the claim that the store will tell why. */
        void missed() {
            if (present != 0 && !doubtful && clearsStarted.get() <= clearsBefore) {
                claims.add(packed(present));
            }
            present = 0;
        }

        /** Starts a write under the lock. */
        long issue() {
            long version = issued + 1;
            issued = version;
            return version;
        }

        /** Ends a write that was not done: its version is free again. */
        void refused(long version) {
            issued = version - 1;
        }

        /** Ends a write that was done; the version before it was replaced for sure if the write needed it. */
        void written(long version, long newExpiry, long nowBefore, long clearsDoneBefore, boolean replaced) {
            if (replaced) {
                removedByRequest();
            }
            present = version;
            expiry = newExpiry;
            doubtful = newExpiry <= clock.millis();
            clearsBefore = clearsDoneBefore;
            raiseFloor(version);
            done = version;
            if (newExpiry <= nowBefore) {
                present = 0;
                raiseFloor(version + 1);
            }
        }

        /** Ends a touch that was done. */
        void touched(long newExpiry, long nowBefore) {
            expiry = newExpiry;
            doubtful = newExpiry <= clock.millis();
            if (newExpiry <= nowBefore) {
                deleted();
            }
        }

        /** Ends an operation that removed the item. */
        void deleted() {
            removedByRequest();
            raiseFloor(issued + 1);
            present = 0;
        }

        /** The present version is gone and must neither have been told of nor be told of later. */
        private void removedByRequest() {
            if (!told.add(packed(present))) {
                violation("told of although it was there: " + at(present));
            }
        }

        int flagsOf(long version) {
            return version % 3 == 0 ? (int) version | 1 : 0;
        }

        String at(long version) {
            return "key=" + number + ", version=" + version;
        }

        private long checkWhole(StoreItem item, String how) {
            String flaw = StressValue.flawOf(number, item.value());
            if (flaw != null) {
                violation(how + " a value that is " + flaw + ", key=" + number);
                return issued;
            }
            if (item.casToken() == 0) {
                violation(how + " an item without token, key=" + number);
            }
            return StressValue.versionOf(item.value());
        }

        private void raiseFloor(long version) {
            floor.accumulateAndGet(version, Math::max);
        }

        private long packed(long version) {
            return (long) number << VERSION_BITS | version;
        }
    }
}
