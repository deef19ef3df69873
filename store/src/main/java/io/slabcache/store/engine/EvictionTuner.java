package io.slabcache.store.engine;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Miniature caches
 * ----------------
 * Which policy suits is not guessed from the requests but tried: of every 16th to 2^25th key, chosen by its hash, all requests go
 * to one small cache of each policy, as large a part of the store as the sample is of its keys. Now and then the policy whose cache
 * has had the most hits lately becomes the store's.
 *
 * A request is a hit or an item that is added: a miss whose key is then stored counts once. A request for a key of the sample that
 * finds the caches busy is left out; all of them see the same.
 */

/** Chooses the policy of a store's slab classes by what other policies would make of the same requests. */
final class EvictionTuner {
    private static final Logger LOG = LoggerFactory.getLogger(EvictionTuner.class);

    /** Every so many keys one is in the sample of a store that is not large. A smaller part of a small store says too little. */
    static final int MIN_PERIOD = 16;

    /** Of fewer items a sample says nothing. */
    static final int MIN_ITEMS = 512;

    /** Leaves 7 bits of the hash to differ within the sample; stores of 2^34 items are far beyond the largest capacity. */
    private static final int MAX_PERIOD = 1 << 25;

    /** A mask that no key's hash but one matches. */
    private static final int NO_SAMPLE = -1;

    /** Below this share of the largest miniature cache, a quarter, a sample is worth making anew. */
    private static final int FULL_TO_SMALL = 4;

    /** Counting the items of a store that is too small for a sample reads every stripe, so it is not done for each eviction. */
    private static final int EVICTIONS_BETWEEN_LOOKS = 256;

    /** So many requests for each key that a miniature cache holds pass between two decisions. */
    private static final int REQUESTS_PER_KEY = 2;

    /** Another policy must have hit more often by this part, one in 200: what is as good is no reason to change. */
    private static final int HITS_PER_MARGIN = 200;

    /** And by these hits, since a part of few hits is less than one. */
    private static final int LEAST_MARGIN = 2;

    private final String store;
    private final LongSupplier itemCount;

    /** Never waited for. After a stripe's lock and before those of the slab classes. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile EvictionPolicy policy = EvictionPolicy.BALANCED;

    /** Written under the lock. Readers look without, and again under it. */
    private int sampleMask = NO_SAMPLE;

    /** One of each policy, made for the first sample and used again for others: a store at work makes no garbage. */
    private MiniatureCache @Nullable [] candidates;

    private int requestsToDecision;

    private int evictionsToLook;

    /**
     * Creates the tuner of a store that begins with the balanced policy.
     *
     * @param store its name, for the log
     * @param itemCount tells about how many items it holds; called with the tuner's lock held
     */
    EvictionTuner(String store, LongSupplier itemCount) {
        this.store = store;
        this.itemCount = itemCount;
    }

    EvictionPolicy policy() {
        return policy;
    }

    /** Hears of a hit, or of an item that was added. */
    void request(int indexHash) {
        if ((indexHash & sampleMask) == 0) {
            sample(indexHash);
        }
    }

    /** Hears that an item was evicted: before the first one no policy is better than another. */
    void evicted() {
        if (sampleMask != NO_SAMPLE || !lock.tryLock()) {
            return;
        }
        try {
            if (sampleMask == NO_SAMPLE && --evictionsToLook < 0) {
                evictionsToLook = EVICTIONS_BETWEEN_LOOKS;
                long items = itemCount.getAsLong();
                if (items >= MIN_ITEMS) {
                    drawSample(items);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void sample(int indexHash) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            MiniatureCache[] caches = candidates;
            if (caches == null || sampleMask == NO_SAMPLE || (indexHash & sampleMask) != 0) {
                return;
            }
            for (MiniatureCache cache : caches) {
                cache.request(indexHash);
            }
            if (--requestsToDecision <= 0) {
                decide(caches);
            }
        } finally {
            lock.unlock();
        }
    }

    private void decide(MiniatureCache[] caches) {
        MiniatureCache current = caches[0];
        MiniatureCache best = caches[0];
        for (MiniatureCache cache : caches) {
            if (cache.policy() == policy) {
                current = cache;
            }
            if (cache.hits() > best.hits()) {
                best = cache;
            }
        }
        if (best.hits() - current.hits() > current.hits() / HITS_PER_MARGIN + LEAST_MARGIN) {
            LOG.debug(
                    "eviction policy changes: store={}, from={}, to={}, sampledHits={}, instead={}",
                    store,
                    current.policy(),
                    best.policy(),
                    best.hits(),
                    current.hits());
            policy = best.policy();
        }
        fit(caches);
    }

    /** Makes the miniature caches as large as the store now asks for. */
    private void fit(MiniatureCache[] caches) {
        long items = itemCount.getAsLong();
        int period = sampleMask + 1;
        long capacity = items / period;
        if (items < MIN_ITEMS) {
            sampleMask = NO_SAMPLE;
        } else if (capacity > MiniatureCache.MAX_CAPACITY
                || (period > MIN_PERIOD && capacity < MiniatureCache.MAX_CAPACITY / FULL_TO_SMALL)) {
            drawSample(items);
        } else {
            for (MiniatureCache cache : caches) {
                cache.halveHits();
                cache.setCapacity((int) capacity);
            }
            requestsToDecision = REQUESTS_PER_KEY * (int) capacity;
        }
    }

    private void drawSample(long items) {
        int period = MIN_PERIOD;
        while (items / period > MiniatureCache.MAX_CAPACITY && period < MAX_PERIOD) {
            period *= 2;
        }
        int capacity = (int) Math.min(MiniatureCache.MAX_CAPACITY, items / period);
        MiniatureCache[] caches = candidates;
        if (caches == null) {
            EvictionPolicy[] policies = EvictionPolicy.values();
            caches = new MiniatureCache[policies.length];
            for (int i = 0; i < caches.length; i++) {
                caches[i] = new MiniatureCache(policies[i], capacity);
            }
            candidates = caches;
        }
        for (MiniatureCache cache : caches) {
            cache.reset(capacity);
        }
        requestsToDecision = REQUESTS_PER_KEY * capacity;
        sampleMask = period - 1;
    }
}
