package io.slabcache.bench.hitratio;

import org.caffinitas.ohc.Eviction;

/** Who decides what is kept. */
enum Policy {
    SLABCACHE("slabcache", false),
    OHC_LRU("OHC, LRU", true),
    OHC_W_TINY_LFU("OHC, W-TinyLFU", true),
    CAFFEINE("Caffeine", true),
    EHCACHE("Ehcache heap", true),
    /** By bytes an entry costs it what one costs OHC. */
    LRU("LRU, model", true),
    /** By bytes it needs none beside keys and values, as no cache can; shown for information. */
    LRU_UNCHARGED("LRU, model, uncharged", false),
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
     * @param overheads what entries take
     */
    TracedCache open(Room room, Overheads overheads) {
        return switch (this) {
            case SLABCACHE -> SlabTracedCache.of(room);
            case OHC_LRU -> OhcTracedCache.of(room, Eviction.LRU, overheads.ohc());
            case OHC_W_TINY_LFU -> OhcTracedCache.of(room, Eviction.W_TINY_LFU, overheads.ohc());
            case CAFFEINE -> new CaffeineTracedCache(room, overheads.caffeine());
            case EHCACHE -> new EhcacheTracedCache(room, overheads.ehcache());
            case LRU -> new LruModel(room, overheads.ohc());
            case LRU_UNCHARGED -> new LruModel(room, 0);
            case OPTIMUM -> throw new IllegalArgumentException("it must know all requests beforehand: policy=" + this);
        };
    }
}
