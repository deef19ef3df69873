package io.slabcache.server.stats;

import io.slabcache.server.ServerSettings;
import io.slabcache.store.SlabClassStatistics;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreStatistics;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a node, in the groups and under the names of memcached. A name of memcached's whose figure this engine does not
 * have is left out, not made up. Safe for use by any number of threads.
 */
public final class NodeStatistics {
    /** What clients take for the server's version: the version of memcached whose commands are understood, and as it words its answers. */
    public static final String VERSION = "1.6.18";

    private static final long MILLIS_PER_SECOND = 1000;
    private static final int POINTER_BITS = 64;

    private final ServerSettings settings;
    private final SlabStore store;
    private final StoreClock clock;
    private final WatchFigures watches;
    private final PrefixStatistics prefixes = new PrefixStatistics();
    private final long startMillis;
    private final List<CounterSet> counterSets = new CopyOnWriteArrayList<>();
    private final List<LatencySet> latencySets = new CopyOnWriteArrayList<>();

    /** The network part, once it is there. */
    private volatile @Nullable ConnectionFigures connections;

    /** How much a client has asked to be logged. */
    private volatile int verbosity;

    /** What the counters were at the last reset. */
    private volatile Baseline baseline;

    /**
     * Creates the statistics of a node that starts now.
     *
     * @param settings the node's settings
     * @param store the node's store
     * @param clock the store's clock
     * @param watches what is counted of the clients that watch
     */
    public NodeStatistics(ServerSettings settings, SlabStore store, StoreClock clock, WatchFigures watches) {
        this.settings = settings;
        this.watches = watches;
        this.store = store;
        this.clock = clock;
        this.startMillis = clock.millis();
        this.baseline = new Baseline(Map.of(), 0, 0, 0, 0, 0);
    }

    /**
     * Returns what is counted by the beginnings of keys.
     *
     * @return the counters
     */
    public PrefixStatistics prefixes() {
        return prefixes;
    }

    /**
     * Makes the network part known.
     *
     * @param figures what it tells
     */
    public void setConnections(ConnectionFigures figures) {
        connections = figures;
    }

    /**
     * Sets how much is logged of connections: their ends and faults as information from 1 on, else for debugging.
     *
     * @param level 0 or more
     */
    public void setVerbosity(int level) {
        verbosity = level;
    }

    /**
     * Tells how much is logged of connections.
     *
     * @return 0 or more
     */
    public int verbosity() {
        return verbosity;
    }

    /**
     * Creates the counters of one more thread.
     *
     * @return counters for the calling thread or another, but only one
     */
    public CounterSet newCounterSet() {
        CounterSet counterSet = new CounterSet();
        counterSets.add(counterSet);
        return counterSet;
    }

    /**
     * Creates the histograms of times of one more thread.
     *
     * @return histograms for one thread, or null if nobody asks for them
     */
    public @Nullable LatencySet newLatencySet() {
        if (settings.httpPort() == null) {
            return null;
        }
        LatencySet latencySet = new LatencySet();
        latencySets.add(latencySet);
        return latencySet;
    }

    /**
     * Returns the histograms of times of all threads.
     *
     * @return one set for each thread
     */
    public List<LatencySet> latencySets() {
        return latencySets;
    }

    /**
     * Returns the statistics of the store as they are now.
     *
     * @return the statistics
     */
    public StoreStatistics storeStatistics() {
        return store.statistics();
    }

    /**
     * Returns the network part.
     *
     * @return what it tells, null as long as it is not there
     */
    public @Nullable ConnectionFigures connections() {
        return connections;
    }

    /**
     * Returns how long the node has been there.
     *
     * @return milliseconds
     */
    public long uptimeMillis() {
        return clock.millis() - startMillis;
    }

    /**
     * Tells a group of statistics, of those that are never long.
     *
     * @param group the group's name, empty for the general one
     * @param sink receives the statistics
     * @return whether there is such a group
     */
    public boolean tell(String group, StatSink sink) {
        switch (group) {
            case "" -> tellGeneral(sink);
            case "settings" -> tellSettings(sink);
            case "items" -> tellItems(sink);
            case "slabs" -> tellSlabs(sink);
            case "sizes" -> sink.accept("sizes_status", "disabled");
            case "reset" -> reset();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void reset() {
        prefixes.clear();
        StoreStatistics now = store.statistics();
        ConnectionFigures figures = connections;
        baseline = new Baseline(
                counters(),
                now.writes(),
                now.evicted(),
                now.expired(),
                figures == null ? 0 : figures.accepted(),
                figures == null ? 0 : figures.rejected());
    }

    /**
     * Sums what all threads have counted since the start, resets or not.
     *
     * @return the sums
     */
    public Map<Counter, Long> counters() {
        Map<Counter, Long> sums = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            long sum = 0;
            for (CounterSet counterSet : counterSets) {
                sum += counterSet.get(counter);
            }
            sums.put(counter, sum);
        }
        return sums;
    }

    private void tellGeneral(StatSink sink) {
        StoreStatistics now = store.statistics();
        Baseline since = baseline;
        long nowMillis = clock.millis();
        sink.accept("pid", ProcessHandle.current().pid());
        sink.accept("uptime", (nowMillis - startMillis) / MILLIS_PER_SECOND);
        sink.accept("time", nowMillis / MILLIS_PER_SECOND);
        sink.accept("version", VERSION);
        sink.accept("product", product());
        sink.accept("pointer_size", POINTER_BITS);
        ProcessTimes.tell(sink);
        tellConnections(sink, since);
        counters()
                .forEach((counter, sum) ->
                        sink.accept(counter.statName(), sum - since.counters().getOrDefault(counter, 0L)));
        sink.accept("limit_maxbytes", settings.memory());
        sink.accept("accepting_conns", 1);
        // one connection too many is accepted, told so and closed
        sink.accept("listen_disabled_num", 0);
        sink.accept("time_in_listen_disabled_us", 0);
        sink.accept("threads", settings.threads());
        watches.tell(sink);
        sink.accept("slabs_moved", now.pagesMoved());
        sink.accept("slab_global_page_pool", now.freePages());
        sink.accept("hash_bytes", (long) now.indexPages() * now.pageSize());
        sink.accept("bytes", now.usedBytes());
        sink.accept("curr_items", now.items());
        sink.accept("total_items", now.writes() - since.writes());
        sink.accept("evictions", now.evicted() - since.evicted());
        sink.accept("reclaimed", now.expired() - since.expired());
    }

    private void tellConnections(StatSink sink, Baseline since) {
        ConnectionFigures figures = connections;
        sink.accept("max_connections", settings.maxConnections());
        if (figures != null) {
            sink.accept("curr_connections", figures.open());
            sink.accept("total_connections", figures.accepted() - since.accepted());
            sink.accept("rejected_connections", figures.rejected() - since.rejected());
            sink.accept("connection_structures", figures.open());
        }
    }

    /**
     * Names this program.
     *
     * @return name and, where it is known, version
     */
    public static String product() {
        String version = NodeStatistics.class.getPackage().getImplementationVersion();
        return version == null ? "slabcache" : "slabcache-" + version;
    }

    private void tellSettings(StatSink sink) {
        ConnectionFigures figures = connections;
        sink.accept("maxbytes", settings.memory());
        sink.accept("maxconns", settings.maxConnections());
        List<InetSocketAddress> addresses = settings.addresses();
        sink.accept("tcpport", figures == null ? addresses.get(0).getPort() : figures.port());
        sink.accept("udpport", 0);
        sink.accept("inter", addresses.get(0).getAddress().getHostAddress());
        sink.accept("verbosity", verbosity);
        sink.accept("evictions", settings.evictions() ? "on" : "off");
        sink.accept("shutdown_command", yesOrNo(settings.shutdownEnabled()));
        sink.accept("num_threads", settings.threads());
        sink.accept("item_size_max", settings.maxItemSize());
        sink.accept("stat_key_prefix", PrefixStatistics.DELIMITER);
        sink.accept("detail_enabled", yesOrNo(prefixes.isCounting()));
        sink.accept("cas_enabled", "yes");
        sink.accept("maxconns_fast", "yes");
        sink.accept("flush_enabled", "yes");
        sink.accept("dump_enabled", "yes");
        sink.accept("binding_protocol", settings.access().binaryOnly() ? "binary" : "auto-negotiate");
        boolean users = settings.access().requiresAuthentication();
        sink.accept("auth_enabled_sasl", yesOrNo(users));
        sink.accept("auth_enabled_ascii", yesOrNo(users && !settings.access().binaryOnly()));
        sink.accept("ssl_enabled", yesOrNo(settings.tls() != null));
        sink.accept("ssl_min_version", "tlsv1.2");
        sink.accept("idle_timeout", settings.idleTimeout().toSeconds());
        sink.accept("request_timeout", settings.requestTimeout().toSeconds());
        sink.accept("max_pending_output", settings.maxPendingOutput());
        sink.accept("insecure", yesOrNo(settings.insecure()));
        sink.accept("transport", figures == null ? settings.transport().toString() : figures.transport());
    }

    private static String yesOrNo(boolean setting) {
        return setting ? "yes" : "no";
    }

    private void tellItems(StatSink sink) {
        for (SlabClassStatistics slabClass : store.statistics().slabClasses()) {
            if (slabClass.items() > 0) {
                String prefix = "items:" + number(slabClass) + ":";
                sink.accept(prefix + "number", slabClass.items());
                sink.accept(prefix + "evicted", slabClass.evicted());
                sink.accept(prefix + "evicted_time", TimeUnit.MILLISECONDS.toSeconds(slabClass.evictionAgeMillis()));
            }
        }
    }

    private void tellSlabs(StatSink sink) {
        StoreStatistics now = store.statistics();
        int active = 0;
        long allocated = 0;
        for (SlabClassStatistics slabClass : now.slabClasses()) {
            if (slabClass.pages() > 0) {
                String prefix = number(slabClass) + ":";
                int chunksPerPage = now.pageSize() / slabClass.chunkSize();
                long chunks = (long) chunksPerPage * slabClass.pages();
                sink.accept(prefix + "chunk_size", slabClass.chunkSize());
                sink.accept(prefix + "chunks_per_page", chunksPerPage);
                sink.accept(prefix + "total_pages", slabClass.pages());
                sink.accept(prefix + "total_chunks", chunks);
                sink.accept(prefix + "used_chunks", chunks - slabClass.freeChunks());
                sink.accept(prefix + "free_chunks", slabClass.freeChunks());
                active++;
                allocated += (long) slabClass.pages() * now.pageSize();
            }
        }
        sink.accept("active_slabs", active);
        sink.accept("total_malloced", allocated);
    }

    /** Memcached counts its classes from 1. */
    private static int number(SlabClassStatistics slabClass) {
        return slabClass.slabClassId() + 1;
    }

    /** What the counters were at the last reset. */
    private record Baseline(
            Map<Counter, Long> counters, long writes, long evicted, long expired, long accepted, long rejected) {}
}
