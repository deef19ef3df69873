package io.slabcache.bench.jcache;

import io.slabcache.bench.embedded.Distribution;
import io.slabcache.bench.harness.Task;
import java.util.Locale;

/**
 * One kind of load on a cache.
 *
 * @param mix what is repeated
 * @param distribution which keys are asked for
 * @param threads how many threads repeat it
 * @param entries the classes of keys and values
 */
record JCacheTask(Mix mix, Distribution distribution, int threads, Entries entries) implements Task {
    /** What is repeated. */
    enum Mix {
        GET("get"),
        PUT("put of present keys"),
        /** One put after 19 gets. */
        READS_95("95 gets to 5 puts");

        private final String label;

        Mix(String label) {
            this.label = label;
        }
    }

    @Override
    public String name() {
        return mix + "_" + distribution.name() + "_" + threads + "_" + entries;
    }

    /** Makes the keys, and sometimes the cache. */
    @Override
    public long preparationMillis() {
        return 2000;
    }

    @Override
    public String label() {
        return mix.label + ", " + distribution.name().toLowerCase(Locale.ROOT) + ", " + threads
                + (threads == 1 ? " thread, " : " threads, ") + entries.label();
    }
}
