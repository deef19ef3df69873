package io.slabcache.examples.hibernate;

import java.io.PrintStream;
import java.util.Arrays;
import org.hibernate.Version;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.CacheRegionStatistics;
import org.hibernate.stat.Statistics;

/** Asks the same questions in two rounds and prints how many SQL statements and cache hits each round took. */
public final class HibernateExample {
    private static final int ROUNDS = 2;
    private static final int LAST_NOVEL = 19;
    private static final String SERVERS_VARIABLE = "MEMCACHED";
    private static final String ON_SERVERS = "memcached";

    private HibernateExample() {}

    /**
     * Runs the example.
     *
     * @param arguments nothing for a cache in this process, or {@code memcached} for one on the servers that the environment
     *     names
     */
    public static void main(String[] arguments) {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        if (arguments.length > 1 || (arguments.length == 1 && !arguments[0].equals(ON_SERVERS))) {
            System.err.println("usage: java -jar hibernate.jar [" + ON_SERVERS + "]");
            System.exit(2);
        }
        boolean onServers = arguments.length == 1;
        if (onServers && System.getenv(SERVERS_VARIABLE) == null) {
            System.err.println("the variable " + SERVERS_VARIABLE + " must name servers, as in\n"
                    + "  memcached -l 127.0.0.1 -p 11211 &\n"
                    + "  " + SERVERS_VARIABLE + "=127.0.0.1:11211 java -jar hibernate.jar " + ON_SERVERS);
            System.exit(2);
        }
        Configuration settings = new Configuration();
        if (onServers) {
            settings.setProperty("hibernate.javax.cache.uri", "slabcache-memcached.conf");
        }
        try (Library library = new Library(settings)) {
            run(library, settings.getProperty("hibernate.javax.cache.uri"), System.out);
        }
    }

    private static void run(Library library, String configuration, PrintStream out) {
        Statistics statistics = library.factory().getStatistics();
        out.printf("Hibernate %s, cached as %s says%n%n", Version.getVersionString(), configuration);
        out.println("round  SQL statements  entities and collections  natural ids  queries");
        for (int round = 1; round <= ROUNDS; round++) {
            statistics.clear();
            askAll(library);
            out.printf(
                    "%5d  %14d  %12d hits, %4d not  %5d, %3d  %3d, %d%n",
                    round,
                    statistics.getPrepareStatementCount(),
                    statistics.getSecondLevelCacheHitCount(),
                    statistics.getSecondLevelCacheMissCount(),
                    statistics.getNaturalIdCacheHitCount(),
                    statistics.getNaturalIdCacheMissCount(),
                    statistics.getQueryCacheHitCount(),
                    statistics.getQueryCacheMissCount());
        }
        out.printf("%nthe last round by region%36s%8s%8s%n", "hits", "misses", "puts");
        Arrays.stream(statistics.getSecondLevelCacheRegionNames()).sorted().forEach(name -> {
            CacheRegionStatistics region = statistics.getCacheRegionStatistics(name);
            if (region != null) {
                out.printf(
                        "  %-50s%8d%8d%8d%n", name, region.getHitCount(), region.getMissCount(), region.getPutCount());
            }
        });
    }

    private static void askAll(Library library) {
        library.titlesBy("Jane Austen");
        library.titlesBy("George Eliot");
        library.titlesBefore(1850);
        for (int novel = 1; novel <= LAST_NOVEL; novel++) {
            library.title(novel);
        }
    }
}
