package io.slabcache.store.testing;

import io.slabcache.store.Maintenance;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.SlabStore;
import io.slabcache.store.SlabStoreBuilder;

/** Opens engines for tests. */
public final class EngineStores {
    private EngineStores() {}

    /**
     * Opens an engine that is maintained only by calls of {@link SlabStore#maintain}.
     *
     * @param spec what it is to be like
     * @param capacity its capacity in bytes
     * @return a new store
     */
    public static SlabStore open(StoreSpec spec, long capacity) {
        Maintenance ended = Maintenance.start("ended");
        ended.close();
        return builder(spec, capacity).maintenance(ended).build();
    }

    /**
     * Opens an engine with a maintenance thread of its own.
     *
     * @param spec what it is to be like
     * @param capacity its capacity in bytes
     * @return a new store
     */
    public static SlabStore openMaintained(StoreSpec spec, long capacity) {
        return builder(spec, capacity).build();
    }

    private static SlabStoreBuilder builder(StoreSpec spec, long capacity) {
        SlabStoreBuilder builder = SlabStore.builder()
                .name("test")
                .capacity(capacity)
                .maxItemSize(spec.maxItemSize())
                .hashedPrefixLength(spec.hashedPrefixLength())
                .clock(spec.clock());
        if (spec.listener() != null) {
            builder.removalListener(spec.listener(), spec.causes().toArray(RemovalCause[]::new));
        }
        return builder;
    }
}
