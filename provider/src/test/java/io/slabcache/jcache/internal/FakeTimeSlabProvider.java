package io.slabcache.jcache.internal;

/** The slab store by {@link FakeClock#SHARED}. */
public final class FakeTimeSlabProvider implements BackingProvider {
    private final SlabBackingProvider slabs = new SlabBackingProvider(FakeClock.SHARED);

    @Override
    public String scheme() {
        return "embedded-fake";
    }

    @Override
    public boolean isShared() {
        return slabs.isShared();
    }

    @Override
    public BackingSpace open(BackingSpaceSettings settings) {
        return slabs.open(settings);
    }
}
