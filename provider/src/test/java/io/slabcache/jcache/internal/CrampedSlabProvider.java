package io.slabcache.jcache.internal;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreOutcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Slab stores under the scheme {@code embedded-cramped} that never find room for a value of more than some bytes. */
public final class CrampedSlabProvider implements BackingProvider {
    /** The longest value that finds room. */
    static final int ROOM = 1_000;

    private static final int VALUE_LENGTH = 7;

    @Override
    public String scheme() {
        return "embedded-cramped";
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public BackingSpace open(BackingSpaceSettings space) {
        return new BackingSpace() {
            @Override
            public Backing open(BackingSettings settings, RemovalSink sink) {
                SlabStore store = SlabStore.builder()
                        .name(settings.name())
                        .capacity(settings.capacity())
                        .build();
                return new SlabBacking(settings, StoreClock.system(), cramped(store));
            }

            @Override
            public void close() {}
        };
    }

    private static SlabStore cramped(SlabStore store) {
        return (SlabStore) Proxy.newProxyInstance(
                SlabStore.class.getClassLoader(), new Class<?>[] {SlabStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("write")
                            && arguments.length > VALUE_LENGTH
                            && (int) arguments[VALUE_LENGTH] > ROOM) {
                        return StoreOutcome.OUT_OF_MEMORY;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
