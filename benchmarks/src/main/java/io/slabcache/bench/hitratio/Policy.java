package io.slabcache.bench.hitratio;

import org.caffinitas.ohc.Eviction;

/** Who decides what is kept. */
enum Policy {
    SLABCACHE("slabcache", false),
    OHC_LRU("OHC, LRU", true),
    OHC_W_TINY_LFU("OHC, W-TinyLFU", true),
    CAFFEINE("Caffeine", true),
    EHCACHE("Ehcache heap", true),
    LRU("LRU, model", true),
    /** What nobody can exceed; not to be compared with. */
    OPTIMUM("optimum", false);

    private final String label;
    private final boolean peer;

    Policy(String label, boolean peer) {
        this.label = label;
        this.peer = peer;
    }

    String label() {
        return label;
    }

    boolean isPeer() {
        return peer;
    }

    /**
     * Opens the cache of a policy that sees one request after the other.
     *
     * @param overheads what entries on the heap take
     */
    TracedCache open(Room room, HeapOverheads overheads) {
        return switch (this) {
            case SLABCACHE -> SlabTracedCache.of(room);
            case OHC_LRU -> OhcTracedCache.of(room, Eviction.LRU);
            case OHC_W_TINY_LFU -> OhcTracedCache.of(room, Eviction.W_TINY_LFU);
            case CAFFEINE -> new CaffeineTracedCache(room, overheads.caffeine());
            case EHCACHE -> new EhcacheTracedCache(room, overheads.ehcache());
            case LRU -> new LruModel(room);
            case OPTIMUM -> throw new IllegalArgumentException("it must know all requests beforehand: policy=" + this);
        };
    }
}
