package io.slabcache.jcache.internal;

import java.net.URI;

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
    public BackingSpace open(String managerName, URI uri) {
        return lossy.open(managerName, uri);
    }
}
