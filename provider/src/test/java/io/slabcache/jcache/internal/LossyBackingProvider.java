package io.slabcache.jcache.internal;

import io.slabcache.store.StoreClock;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Offers {@link LossyBacking} under the scheme {@code lossy}. The URI may say {@code ?seed=…}, and {@code ?loss=…} in
 * percent.
 */
public final class LossyBackingProvider implements BackingProvider {
    /** How often a step is lost where nothing is said, in percent. */
    static final int DEFAULT_LOSS = 25;

    private static final long DEFAULT_SEED = 107;
    private static final Pattern OPTION = Pattern.compile("(seed|loss)=(\\d+)");

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
    public BackingSpace open(String managerName, URI uri) {
        long seed = DEFAULT_SEED;
        int loss = DEFAULT_LOSS;
        Matcher options = OPTION.matcher(uri.toString());
        while (options.find()) {
            if (options.group(1).equals("seed")) {
                seed = Long.parseLong(options.group(2));
            } else {
                loss = Integer.parseInt(options.group(2));
            }
        }
        return new Space(clock, seed, loss);
    }

    private record Space(StoreClock clock, long seed, int loss) implements BackingSpace {
        @Override
        public Backing open(BackingSettings settings, RemovalSink sink) {
            return new LossyBacking(
                    settings, sink, clock, seed + settings.name().hashCode(), loss);
        }

        @Override
        public void close() {}
    }
}
