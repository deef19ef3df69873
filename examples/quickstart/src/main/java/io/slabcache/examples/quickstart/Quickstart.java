package io.slabcache.examples.quickstart;

import io.slabcache.jcache.SlabConfiguration;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/** Caches half a gigabyte of text in a process whose heap is 128 MiB, reads it back, and reports how that went. */
public final class Quickstart {
    /** Enough for the default number of entries; with many more of them, the least useful ones are evicted. */
    private static final String CAPACITY = "768 MiB";

    private static final int OK = 0;
    private static final int WRONG_VALUE = 1;
    private static final int BAD_USAGE = 2;

    private Quickstart() {}

    /**
     * Runs the example and ends the process: with 0 when all went well, with 1 when the cache returned a wrong value,
     * with 2 when the command line cannot be understood.
     *
     * @param words the command line
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] words) throws InterruptedException {
        System.exit(run(words));
    }

    private static int run(String... words) throws InterruptedException {
        try {
            Arguments arguments = Arguments.parse(words);
            if (arguments.help()) {
                System.out.print(Arguments.usage());
            } else {
                run(arguments, Terminal.system());
            }
            return OK;
        } catch (UsageException e) {
            System.err.print("quickstart: " + e.getMessage() + "\n\n" + Arguments.usage());
            return BAD_USAGE;
        } catch (WrongValueException e) {
            System.err.println("quickstart: " + e.getMessage());
            return WRONG_VALUE;
        }
    }

    private static void run(Arguments arguments, Terminal terminal) throws InterruptedException {
        try (CachingProvider provider = Caching.getCachingProvider();
                CacheManager manager = provider.getCacheManager()) {
            var passages = new Passages();
            terminal.heading("Passages of a book in a JCache");
            terminal.line("provider", provider.getClass().getName());
            terminal.line("entries", passages.description());

            var configuration = new SlabConfiguration<String, String>()
                    .setTypes(String.class, String.class)
                    .setCapacity(CAPACITY)
                    .setStatisticsEnabled(true);
            Cache<String, String> cache = manager.createCache("passages", configuration);

            terminal.heading("Running");
            Loading loading = Loading.run(cache, passages, arguments, terminal);
            terminal.line("loaded", loading.summary());
            Reading reading = Reading.run(cache, passages, arguments, terminal);
            terminal.line("read", reading.summary());
            Counting.run(manager, arguments, terminal);
            Expiring.run(manager, terminal);

            new Report(terminal).print(cache, reading);
            terminal.success("All values were right.");
        }
    }
}
