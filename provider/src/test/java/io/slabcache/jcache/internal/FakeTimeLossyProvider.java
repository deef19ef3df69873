package io.slabcache.jcache.internal;

/** The lossy backing by {@link FakeClock#SHARED}. */
public final class FakeTimeLossyProvider implements BackingProvider {
    private final LossyBackingProvider lossy = new LossyBackingProvider(FakeClock.SHARED);

    @Override
    public String scheme() {
        return "lossy-fake";
    }

    @Override
    public boolean isShared() {
        return lossy.isShared();
    }

    @Override
    public BackingSpace open(BackingSpaceSettings settings) {
        return lossy.open(settings);
    }
}
