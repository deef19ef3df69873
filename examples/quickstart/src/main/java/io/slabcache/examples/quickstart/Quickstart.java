package io.slabcache.examples.quickstart;

import io.slabcache.jcache.SlabConfiguration;
import io.slabcache.jcache.SlabConfigurationException;
import java.net.URI;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/** Caches half a gigabyte of text in a process whose heap is 128 MiB, reads it back, and reports how that went. */
public final class Quickstart {
    /** Enough for the default number of entries; with many more of them, the least useful ones are evicted. */
    private static final String CAPACITY = "768 MiB";

    private static final int OK = 0;
    private static final int WRONG_VALUE = 1;
    private static final int BAD_USAGE = 2;
    private static final int CACHE_FAILED = 3;

    private Quickstart() {}

    /**
     * Runs the example and ends the process: with 0 when all went well, with 1 when the cache returned a wrong value,
     * with 2 when the command line cannot be understood, with 3 when the cache failed, as without its servers.
     *
     * @param words the command line
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] words) throws InterruptedException {
        System.exit(run(words));
    }

    private static int run(String... words) throws InterruptedException {
        boolean remote = false;
        try {
            Arguments arguments = Arguments.parse(words);
            remote = arguments.servers() != null;
            if (arguments.help()) {
                System.out.print(Arguments.usage());
            } else {
                run(arguments, Terminal.system());
            }
            return OK;
        } catch (UsageException e) {
            System.err.print("quickstart: " + e.getMessage() + "\n\n" + Arguments.usage());
            return BAD_USAGE;
        } catch (CacheException e) {
            System.err.println("quickstart: " + e.getMessage());
            if (remote) {
                System.err.println("\nIf there are no servers, this starts two:\n" + Arguments.START_SERVERS);
            }
            return CACHE_FAILED;
        } catch (WrongValueException e) {
            System.err.println("quickstart: " + e.getMessage());
            return WRONG_VALUE;
        }
    }

    private static void run(Arguments arguments, Terminal terminal) throws InterruptedException, UsageException {
        try (CachingProvider provider = Caching.getCachingProvider();
                CacheManager manager = open(provider, arguments.servers())) {
            var passages = new Passages();
            terminal.heading("Passages of a book in a JCache");
            terminal.line("provider", provider.getClass().getName());
            terminal.line("entries", passages.description());

            var configuration = new SlabConfiguration<String, String>()
                    .setTypes(String.class, String.class)
                    .setStatisticsEnabled(true);
            if (arguments.servers() == null) {
                configuration.setCapacity(CAPACITY);
            }
            Cache<String, String> cache = manager.createCache("passages", configuration);

            terminal.heading("Running");
            Loading loading = Loading.run(cache, passages, arguments, terminal);
            terminal.line("loaded", loading.summary());
            Reading reading = Reading.run(cache, passages, arguments, terminal);
            terminal.line("read", reading.summary());
            Counting.run(manager, arguments, terminal);
            Expiring.run(manager, arguments, terminal);

            new Report(terminal).print(cache, reading, arguments.servers());
            terminal.success("All values were right.");
        }
    }

    /** Opens a manager: the one line that says where the entries live. */
    private static CacheManager open(CachingProvider provider, @Nullable String servers) throws UsageException {
        if (servers == null) {
            return provider.getCacheManager();
        }
        // A namespace for each run, so that it does not find what another has left.
        String uri = "memcached://" + servers + "?namespace=quickstart-" + Long.toHexString(System.nanoTime());
        try {
            return provider.getCacheManager(URI.create(uri), Quickstart.class.getClassLoader());
        } catch (IllegalArgumentException | SlabConfigurationException e) {
            throw new UsageException("--memcached takes host:port with commas between them: " + e.getMessage());
        }
    }
}
