package io.slabcache.server.http;

import static io.slabcache.server.http.MetricsText.label;

import io.slabcache.server.stats.ConnectionFigures;
import io.slabcache.server.stats.Counter;
import io.slabcache.server.stats.LatencySet;
import io.slabcache.server.stats.NodeStatistics;
import io.slabcache.server.stats.Operation;
import io.slabcache.store.SlabClassStatistics;
import io.slabcache.store.StoreStatistics;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;

/** Puts a node's figures together for Prometheus. Counters count from the start: {@code stats reset} does not touch them. */
final class MetricsPage {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final List<Outcome> OUTCOMES = List.of(
            new Outcome("get", "hit", Counter.GET_HITS),
            new Outcome("get", "miss", Counter.GET_MISSES),
            new Outcome("delete", "hit", Counter.DELETE_HITS),
            new Outcome("delete", "miss", Counter.DELETE_MISSES),
            new Outcome("incr", "hit", Counter.INCR_HITS),
            new Outcome("incr", "miss", Counter.INCR_MISSES),
            new Outcome("decr", "hit", Counter.DECR_HITS),
            new Outcome("decr", "miss", Counter.DECR_MISSES),
            new Outcome("cas", "hit", Counter.CAS_HITS),
            new Outcome("cas", "badval", Counter.CAS_BADVAL),
            new Outcome("cas", "miss", Counter.CAS_MISSES),
            new Outcome("touch", "hit", Counter.TOUCH_HITS),
            new Outcome("touch", "miss", Counter.TOUCH_MISSES),
            new Outcome("set", "all", Counter.CMD_SET),
            new Outcome("flush", "all", Counter.CMD_FLUSH));

    private final NodeStatistics statistics;

    MetricsPage(NodeStatistics statistics) {
        this.statistics = statistics;
    }

    /** What a counter says about commands. */
    private record Outcome(String command, String status, Counter counter) {
        String labels() {
            return label("command", command) + "," + label("status", status);
        }
    }

    String text() {
        MetricsText text = new MetricsText();
        text.gauge("info", "The program, with the constant 1.")
                .sample(label("version", NodeStatistics.VERSION) + "," + label("product", NodeStatistics.product()), 1);
        text.gauge("uptime_seconds", "Time since the start.").sample(statistics.uptimeMillis() / MILLIS_PER_SECOND);
        addRequests(text, statistics.counters());
        addTimes(text);
        ConnectionFigures connections = statistics.connections();
        if (connections != null) {
            addConnections(text, connections);
        }
        StoreStatistics store = statistics.storeStatistics();
        addStore(text, store);
        addClasses(text, store);
        addMemory(text);
        return text.toString();
    }

    private static void addRequests(MetricsText text, Map<Counter, Long> counters) {
        text.counter("commands_total", "Commands, by what became of them.");
        for (Outcome outcome : OUTCOMES) {
            text.sample(outcome.labels(), count(counters, outcome.counter()));
        }
        text.counter("rejected_writes_total", "Writes that were refused, by the reason.")
                .sample(label("reason", "too_large"), count(counters, Counter.STORE_TOO_LARGE))
                .sample(label("reason", "no_memory"), count(counters, Counter.STORE_NO_MEMORY));
        text.counter("authentications_total", "Attempts to authenticate.").sample(count(counters, Counter.AUTH_CMDS));
        text.counter("authentication_failures_total", "Attempts to authenticate that failed.")
                .sample(count(counters, Counter.AUTH_ERRORS));
        text.counter("received_bytes_total", "Bytes received from clients.")
                .sample(count(counters, Counter.BYTES_READ));
        text.counter("sent_bytes_total", "Bytes handed to the sockets.").sample(count(counters, Counter.BYTES_WRITTEN));
        text.counter("idle_kicks_total", "Connections closed because they were silent for too long.")
                .sample(count(counters, Counter.IDLE_KICKS));
        text.counter("yields_total", "Times at which a connection was not read because answers waited.")
                .sample(count(counters, Counter.CONN_YIELDS));
        text.counter("output_refusals_total", "Answers refused and connections closed for too much that waited.")
                .sample(count(counters, Counter.RESPONSE_OBJ_OOM));
    }

    private static long count(Map<Counter, Long> counters, Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    private void addTimes(MetricsText text) {
        text.histogram("operation_duration_seconds", "Time that the server worked on a request, network apart.");
        for (Operation operation : Operation.values()) {
            String labels = label("operation", operation.label());
            long count = 0;
            long sumNanos = 0;
            for (LatencySet latencies : statistics.latencySets()) {
                sumNanos += latencies.sumNanos(operation);
            }
            for (int bucket = 0; bucket < LatencySet.BUCKETS; bucket++) {
                for (LatencySet latencies : statistics.latencySets()) {
                    count += latencies.count(operation, bucket);
                }
                String bound = MetricsText.number(LatencySet.bound(bucket));
                text.sample("_bucket", labels + "," + label("le", bound), Long.toString(count));
            }
            text.sample("_sum", labels, MetricsText.number(sumNanos / NANOS_PER_SECOND))
                    .sample("_count", labels, Long.toString(count));
        }
    }

    private static void addConnections(MetricsText text, ConnectionFigures connections) {
        text.gauge("connections", "Open connections.").sample(connections.open());
        text.gauge("connections_limit", "Connections that may be open.").sample(connections.limit());
        text.counter("connections_accepted_total", "Connections accepted.").sample(connections.accepted());
        text.counter("connections_rejected_total", "Connections turned away because there were too many.")
                .sample(connections.rejected());
        text.counter("connections_failed_total", "Connections closed because something in the server went wrong.")
                .sample(connections.failed());
        text.gauge("pending_output_bytes", "Answers that wait for clients that have not taken them.")
                .sample(connections.pendingOutput());
        text.gauge("network_buffer_bytes", "Memory that the network library holds outside the heap.")
                .sample(connections.bufferBytes());
    }

    private static void addStore(MetricsText text, StoreStatistics store) {
        text.gauge("items", "Items in the store.").sample(store.items());
        text.gauge("limit_bytes", "The bound on items, index and queues.").sample(store.capacity());
        text.gauge("used_bytes", "Everything in the store that is not free.").sample(store.usedBytes());
        text.gauge("payload_bytes", "Keys and values of the items.").sample(store.payloadBytes());
        text.gauge("index_bytes", "Memory of the index.").sample((long) store.indexPages() * store.pageSize());
        text.gauge("free_pages", "Pages that belong to no class.").sample(store.freePages());
        text.counter("writes_total", "Items stored.").sample(store.writes());
        text.counter("evictions_total", "Items pushed out to make room.").sample(store.evicted());
        text.counter("expirations_total", "Items removed because their time had passed.")
                .sample(store.expired());
        text.counter("pages_moved_total", "Pages moved between classes.").sample(store.pagesMoved());
        text.counter("ghost_hits_total", "Items stored again shortly after their eviction.")
                .sample(store.ghostHits());
        text.gauge("expiry_lag_seconds", "How far the removal of expired items is behind.")
                .sample(store.expiryLagMillis() / MILLIS_PER_SECOND);
    }

    private static void addClasses(MetricsText text, StoreStatistics store) {
        List<SlabClassStatistics> classes = store.slabClasses();
        text.gauge("class_chunk_bytes", "Size of the chunks of a class.");
        classes.forEach(each -> text.sample(classLabel(each), each.chunkSize()));
        text.gauge("class_pages", "Pages of a class.");
        classes.forEach(each -> text.sample(classLabel(each), each.pages()));
        text.gauge("class_items", "Items of a class.");
        classes.forEach(each -> text.sample(classLabel(each), each.items()));
        text.gauge("class_free_chunks", "Free chunks of a class.");
        classes.forEach(each -> text.sample(classLabel(each), each.freeChunks()));
        text.counter("class_evictions_total", "Items pushed out of a class.");
        classes.forEach(each -> text.sample(classLabel(each), each.evicted()));
        text.gauge("class_eviction_age_seconds", "How long the items pushed out last had been there.");
        classes.forEach(each -> text.sample(classLabel(each), each.evictionAgeMillis() / MILLIS_PER_SECOND));
    }

    /** Classes count from 1, as in memcached's statistics. */
    private static String classLabel(SlabClassStatistics slabClass) {
        return label("class", slabClass.slabClassId() + 1L);
    }

    private static void addMemory(MetricsText text) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        text.gauge("heap_used_bytes", "Heap in use, garbage included.").sample(heap.getUsed());
        text.gauge("heap_committed_bytes", "Heap that the process has.").sample(heap.getCommitted());
        text.gauge("heap_max_bytes", "The bound on the heap.").sample(heap.getMax());
    }
}
