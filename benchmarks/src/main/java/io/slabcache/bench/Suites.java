package io.slabcache.bench;

import static io.slabcache.bench.Entrant.CACHE_CLIENT;
import static io.slabcache.bench.Entrant.CACHE_RAW;
import static io.slabcache.bench.Entrant.FOLSOM;
import static io.slabcache.bench.Entrant.JCACHE;
import static io.slabcache.bench.Entrant.JCACHE_CACHED;
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
    static final String NAMES = "[client, remote, " + Faults.NAME + "]";

    /** A byte[100] in the heap: what a caller gets, whoever made it. */
    private static final double VALUE_OBJECT_BYTES = 120;

    private Suites() {}

    /** Returns a suite. */
    static Suite of(String name) {
        switch (name) {
            case "client":
                return client();
            case "remote":
                return remote();
            default:
                throw new IllegalArgumentException("no such suite: name=" + name + ", suites=" + NAMES);
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
                toPeers("get-64-cpu", Task.GET_64, Metric.CPU, 0.6),
                rawToPeers("raw-bulk-100", Task.BULK_100),
                rawToPeers("raw-bulk-100-nodes-3", Task.BULK_100_NODES_3));
        return new Suite("client", tasks, bars);
    }

    private static Suite remote() {
        Set<Entrant> gets = EnumSet.of(JCACHE, JCACHE_CACHED, CACHE_CLIENT);
        Map<Task, Set<Entrant>> tasks = new EnumMap<>(Task.class);
        tasks.put(Task.GET_1, with(gets, CACHE_RAW));
        tasks.put(Task.GET_8, gets);
        tasks.put(Task.BULK_1000_NODES_3, with(gets, CACHE_RAW));
        tasks.put(Task.GET_1_NODES_3, gets);
        List<Bar> bars = List.of(
                toClient("get-1-generation-cached", JCACHE_CACHED, Task.GET_1, 0.85),
                toClient("get-1", JCACHE, Task.GET_1, Bar.NONE),
                toClient("get-8-generation-cached", JCACHE_CACHED, Task.GET_8, 0.85),
                toClient("get-8", JCACHE, Task.GET_8, Bar.NONE),
                toClient("get-1-nodes-3-generation-cached", JCACHE_CACHED, Task.GET_1_NODES_3, 0.85),
                toClient("get-1-nodes-3", JCACHE, Task.GET_1_NODES_3, Bar.NONE),
                getAll("get-all-1000-time-to-raw", JCACHE),
                getAll("get-all-1000-time-to-raw-generation-cached", JCACHE_CACHED),
                getAll("client-get-all-1000-time-to-raw", CACHE_CLIENT));
        return new Suite("remote", tasks, bars);
    }

    private static Bar toClient(String name, Entrant entrant, Task task, double bound) {
        return new Bar(name, entrant, task, Metric.OPERATIONS, new Bar.Other(CACHE_CLIENT), bound);
    }

    private static Bar getAll(String name, Entrant entrant) {
        return new Bar(name, entrant, Task.BULK_1000_NODES_3, Metric.P50, new Bar.Other(CACHE_RAW), 1.5);
    }

    private static Bar toPeers(String name, Task task, Metric metric, double bound) {
        return new Bar(name, SLABCACHE, task, metric, new Bar.BestPeer(), bound);
    }

    /** What nobody can exceed with one connection per node. */
    private static Bar rawToPeers(String name, Task task) {
        return new Bar(name, RAW, task, Metric.OPERATIONS, new Bar.BestPeer(), Bar.NONE);
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
