package io.slabcache.examples.quickstart;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** Shows an entry processor: all threads count on one key, and no count is lost. */
final class Counting {
    private static final int COUNTS_PER_THREAD = 10_000;

    private Counting() {}

    static void run(CacheManager manager, Arguments arguments, Terminal terminal) throws InterruptedException {
        var configuration = new MutableConfiguration<String, Long>().setTypes(String.class, Long.class);
        try (Cache<String, Long> counters = manager.createCache("counters", configuration)) {
            Workers.run(arguments.threads(), thread -> () -> count(counters), () -> {});
            long expected = (long) arguments.threads() * COUNTS_PER_THREAD;
            Long counted = counters.get("visits");
            if (counted == null || counted != expected) {
                throw new WrongValueException("counted " + counted + " instead of " + expected);
            }
            terminal.line(
                    "processor",
                    "%d threads, %,d increments each, of one entry: %,d"
                            .formatted(arguments.threads(), COUNTS_PER_THREAD, counted));
        }
    }

    /** Counts on one key and returns the last count seen. */
    private static long count(Cache<String, Long> counters) {
        var increment = new Increment();
        long last = 0;
        for (int i = 0; i < COUNTS_PER_THREAD; i++) {
            last = counters.invoke("visits", increment);
        }
        return last;
    }
}
