package io.slabcache.jcache.internal;

import io.slabcache.store.StoreClock;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offers {@link LossyBacking} under the scheme {@code lossy}. The URI may say {@code ?seed=…}, and in percent
 * {@code ?loss=…} and {@code ?unknown=…}.
 */
public final class LossyBackingProvider implements BackingProvider {
    /** How often a step is lost where nothing is said, in percent. */
    static final int DEFAULT_LOSS = 25;

    private static final long DEFAULT_SEED = 107;

    private final StoreClock clock;

    /** For {@link java.util.ServiceLoader}. */
    public LossyBackingProvider() {
        this(StoreClock.system());
    }

    LossyBackingProvider(StoreClock clock) {
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return "lossy";
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public BackingSpace open(BackingSpaceSettings settings) {
        URI uri = settings.uri();
        return new Space(clock, option(uri, "seed", DEFAULT_SEED), (int) option(uri, "loss", DEFAULT_LOSS), (int)
                option(uri, "unknown", 0));
    }

    private static long option(URI uri, String name, long defaultValue) {
        Matcher option = Pattern.compile(name + "=(\\d+)").matcher(uri.toString());
        return option.find() ? Long.parseLong(option.group(1)) : defaultValue;
    }

    private record Space(StoreClock clock, long seed, int loss, int unknown) implements BackingSpace {
        @Override
        public Backing open(BackingSettings settings, RemovalSink sink) {
            return new LossyBacking(
                    settings, sink, clock, seed + settings.name().hashCode(), loss, unknown);
        }

        @Override
        public void close() {}
    }
}
