package io.slabcache.bench;

import static io.slabcache.bench.Entrant.FOLSOM;
import static io.slabcache.bench.Entrant.RAW;
import static io.slabcache.bench.Entrant.SLABCACHE;
import static io.slabcache.bench.Entrant.SLABCACHE_2;
import static io.slabcache.bench.Entrant.SPYMEMCACHED;
import static io.slabcache.bench.Entrant.XMEMCACHED;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The suites by name. */
final class Suites {
    /** A byte[100] in the heap: what a caller gets, whoever made it. */
    private static final double VALUE_OBJECT_BYTES = 120;

    private Suites() {}

    /** Returns a suite. */
    static Suite of(String name) {
        switch (name) {
            case "client":
                return client();
            default:
                throw new IllegalArgumentException("no such suite: name=" + name + ", suites=[client, remote]");
        }
    }

    private static Suite client() {
        Set<Entrant> all = EnumSet.of(SLABCACHE, SPYMEMCACHED, XMEMCACHED, FOLSOM);
        Map<Task, Set<Entrant>> tasks = new EnumMap<>(Task.class);
        tasks.put(Task.GET_1, with(all, RAW));
        tasks.put(Task.GET_8, with(all, SLABCACHE_2));
        tasks.put(Task.GET_64, with(all, SLABCACHE_2));
        tasks.put(Task.ASYNC_256, EnumSet.of(SLABCACHE, SPYMEMCACHED, FOLSOM));
        tasks.put(Task.BULK_100, with(all, RAW));
        tasks.put(Task.SET_1, all);
        tasks.put(Task.SET_64, all);
        tasks.put(Task.BULK_100_NODES_3, with(all, RAW));
        tasks.put(Task.BULK_1000_NODES_3, EnumSet.of(SLABCACHE, RAW));
        List<Bar> bars = List.of(
                to(RAW, "get-1-p50-to-raw", Task.GET_1, Metric.P50, 1.2),
                toPeers("get-1-p50", Task.GET_1, Metric.P50, 0.75),
                toPeers("get-8", Task.GET_8, Metric.OPERATIONS, 1.3),
                toPeers("get-64", Task.GET_64, Metric.OPERATIONS, 1.5),
                toPeers("async-256", Task.ASYNC_256, Metric.OPERATIONS, 1.5),
                toPeers("bulk-100", Task.BULK_100, Metric.OPERATIONS, 3),
                toPeers("bulk-100-nodes-3", Task.BULK_100_NODES_3, Metric.OPERATIONS, 3),
                toPeers("set-1", Task.SET_1, Metric.OPERATIONS, 1.5),
                toPeers("set-64", Task.SET_64, Metric.OPERATIONS, 1.5),
                new Bar(
                        "get-1-allocation",
                        SLABCACHE,
                        Task.GET_1,
                        Metric.ALLOCATION,
                        new Bar.Itself(VALUE_OBJECT_BYTES),
                        100),
                to(RAW, "get-all-1000-time-to-raw", Task.BULK_1000_NODES_3, Metric.P50, 1.5),
                toPeers("get-64-cpu", Task.GET_64, Metric.CPU, 0.6));
        return new Suite("client", tasks, bars);
    }

    private static Bar toPeers(String name, Task task, Metric metric, double bound) {
        return new Bar(name, SLABCACHE, task, metric, new Bar.BestPeer(), bound);
    }

    private static Bar to(Entrant other, String name, Task task, Metric metric, double bound) {
        return new Bar(name, SLABCACHE, task, metric, new Bar.Other(other), bound);
    }

    private static Set<Entrant> with(Set<Entrant> entrants, Entrant another) {
        Set<Entrant> more = EnumSet.copyOf(entrants);
        more.add(another);
        return more;
    }
}
