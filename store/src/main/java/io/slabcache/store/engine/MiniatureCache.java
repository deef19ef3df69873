package io.slabcache.store.engine;

import java.util.Arrays;

/**
 * What a slab class would hold under a policy: S3-FIFO over a sample of the keys, by their hashes, without any item. Of the
 * requests for keys of the sample it hits about the same share as a real cache, larger by the sampling period, hits of all.
 */
final class MiniatureCache {
    /** The largest capacity in keys. */
    static final int MAX_CAPACITY = 512;

    /** The ghosts remember three quarters as many keys as there are items, about as the index does. */
    private static final int GHOST_QUARTERS = 3;

    /** Slots for the most items and ghosts, so that more than half are free. */
    private static final int SLOT_BITS = 11;

    private static final int SLOTS = 1 << SLOT_BITS;

    /** An odd number near 2^32 divided by the golden ratio: its product's high bits depend on all bits of the key. */
    private static final int SPREAD = 0x9e37_79b9;

    private static final byte FREE = 0;
    private static final byte GHOST = 1;
    private static final byte IN_SMALL = 2;
    private static final byte IN_MAIN = 3;

    private final EvictionPolicy policy;
    private final int[] keys = new int[SLOTS];
    private final byte[] states = new byte[SLOTS];
    private final byte[] frequencies = new byte[SLOTS];
    private final IntRing small = new IntRing(MAX_CAPACITY);
    private final IntRing main = new IntRing(MAX_CAPACITY);
    private final IntRing ghosts = new IntRing(MAX_CAPACITY);
    private final MainQueueGuard guard = new MainQueueGuard();

    private int capacity;
    private long hits;

    /**
     * Creates an empty cache.
     *
     * @param capacity in keys, 1 to {@link #MAX_CAPACITY}
     */
    MiniatureCache(EvictionPolicy policy, int capacity) {
        this.policy = policy;
        setCapacity(capacity);
    }

    EvictionPolicy policy() {
        return policy;
    }

    /** Changes the capacity; where it shrinks, the next request that misses makes room. */
    void setCapacity(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "a miniature cache holds 1 to " + MAX_CAPACITY + " keys: capacity=" + capacity);
        }
        this.capacity = capacity;
    }

    /** Empties the cache, forgets ghosts and hits, and changes the capacity. */
    void reset(int capacity) {
        setCapacity(capacity);
        Arrays.fill(states, FREE);
        small.clear();
        main.clear();
        ghosts.clear();
        guard.reset();
        hits = 0;
    }

    int size() {
        return small.size() + main.size();
    }

    /** Returns the number of hits, older ones counting less. */
    long hits() {
        return hits;
    }

    void halveHits() {
        hits /= 2;
    }

    /**
     * Asks for a key, and takes it in if it is absent.
     *
     * @param key the key's hash
     * @return whether it was there
     */
    boolean request(int key) {
        int slot = slotOf(key);
        if (states[slot] >= IN_SMALL) {
            if (frequencies[slot] < IndexEntry.MAX_FREQUENCY) {
                frequencies[slot]++;
            }
            hits++;
            return true;
        }
        while (size() >= capacity) {
            evict();
        }
        insert(key);
        return false;
    }

    private void insert(int key) {
        int slot = slotOf(key);
        boolean toMain = states[slot] == GHOST && isAdmittedToMain();
        keys[slot] = key;
        states[slot] = toMain ? IN_MAIN : IN_SMALL;
        frequencies[slot] = 0;
        (toMain ? main : small).add(key);
    }

    private boolean isAdmittedToMain() {
        return !policy.guardsMainQueue() || small.size() > policy.smallQueueTarget(capacity) || guard.admit();
    }

    private void evict() {
        if (policy.guardsMainQueue() && main.size() > 0 && guard.takeProbe()) {
            if (evictFromMain()) {
                guard.addVacancy();
            }
        } else if (small.size() > 0 && (small.size() >= policy.smallQueueTarget(size()) || main.size() == 0)) {
            evictFromSmall();
        } else {
            evictFromMain();
        }
    }

    private void evictFromSmall() {
        int key = small.poll();
        int slot = slotOf(key);
        if (frequencies[slot] > 0) {
            frequencies[slot] = 0;
            states[slot] = IN_MAIN;
            main.add(key);
            return;
        }
        // A key that was a ghost, came back and is one again stands there twice, and is forgotten with the first.
        while (ghosts.size() >= Math.max(1, capacity * GHOST_QUARTERS / 4)) {
            forget(ghosts.poll());
        }
        ghosts.add(key);
        states[slot] = GHOST;
    }

    private boolean evictFromMain() {
        int key = main.poll();
        int slot = slotOf(key);
        if (frequencies[slot] > 0) {
            frequencies[slot]--;
            main.add(key);
            return false;
        }
        free(slot);
        return true;
    }

    private void forget(int ghost) {
        int slot = slotOf(ghost);
        if (states[slot] == GHOST) {
            free(slot);
        }
    }

    /** Returns the slot that holds the key, or the free one where it belongs. */
    private int slotOf(int key) {
        int slot = homeOf(key);
        while (states[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    private static int homeOf(int key) {
        return (key * SPREAD) >>> (Integer.SIZE - SLOT_BITS);
    }

    /** Frees a slot, and moves up those behind it that would no longer be found. */
    private void free(int slot) {
        int hole = slot;
        int next = (hole + 1) & (SLOTS - 1);
        while (states[next] != FREE) {
            int distance = (next - homeOf(keys[next])) & (SLOTS - 1);
            if (distance >= ((next - hole) & (SLOTS - 1))) {
                keys[hole] = keys[next];
                states[hole] = states[next];
                frequencies[hole] = frequencies[next];
                hole = next;
            }
            next = (next + 1) & (SLOTS - 1);
        }
        states[hole] = FREE;
    }

    /** A queue of a bounded number of keys. */
    private static final class IntRing {
        private final int[] elements;
        private int first;
        private int size;

        /**
         * Creates an empty queue.
         *
         * @param capacity the most it will hold, a power of two
         */
        IntRing(int capacity) {
            elements = new int[capacity];
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
        }

        void add(int element) {
            if (size == elements.length) {
                throw new IllegalStateException("a full queue takes nothing more: size=" + size);
            }
            elements[(first + size++) & (elements.length - 1)] = element;
        }

        int poll() {
            if (size == 0) {
                throw new IllegalStateException("an empty queue has nothing to give");
            }
            int element = elements[first];
            first = (first + 1) & (elements.length - 1);
            size--;
            return element;
        }
    }
}
