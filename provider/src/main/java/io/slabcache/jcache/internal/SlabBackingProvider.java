package io.slabcache.jcache.internal;

import io.slabcache.store.Maintenance;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreItem;

/** Offers the slab store of this process. */
public final class SlabBackingProvider implements BackingProvider {
    private final StoreClock clock;

    /** Creates a provider whose caches live by the system's time; for {@link java.util.ServiceLoader}. */
    public SlabBackingProvider() {
        this(StoreClock.system());
    }

    SlabBackingProvider(StoreClock clock) {
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return BackingProviders.EMBEDDED;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public BackingSpace open(BackingSpaceSettings settings) {
        String sweeper = "slabcache-maintenance-" + settings.managerName();
        return new Space(clock, sweeper, Maintenance.start(sweeper));
    }

    /** The stores of one manager, which share a maintenance thread. */
    private record Space(StoreClock clock, String sweeper, Maintenance maintenance) implements BackingSpace {
        @Override
        public Backing open(BackingSettings settings, RemovalSink sink) {
            SlabStore store = SlabStore.builder()
                    .name(settings.name())
                    .capacity(settings.capacity())
                    .maxItemSize(settings.maxItemSize())
                    .hashedPrefixLength(settings.hashedPrefixLength())
                    .clock(clock)
                    .maintenance(maintenance)
                    .removalListener(new ExpiryListener(sink, sweeper), RemovalCause.EXPIRED)
                    .build();
            return new SlabBacking(settings, clock, store);
        }

        @Override
        public void close() {
            maintenance.close();
        }
    }

    /** Hands expired items on while somebody wants to know of them, and says who found them: a caller or the sweeper. */
    private record ExpiryListener(RemovalSink sink, String sweeper) implements RemovalListener {
        @Override
        public boolean isInterestedIn(RemovalCause cause) {
            return sink.isInterested();
        }

        @Override
        public void onRemoval(byte[] key, StoreItem item, RemovalCause cause) {
            if (Thread.currentThread().getName().equals(sweeper)) {
                sink.onSwept(key, item.value());
            } else {
                sink.onExpired(key, item.value());
            }
        }
    }
}
