package io.slabcache.bench.client;

import static io.slabcache.bench.client.ClientEntrant.CACHE_CLIENT;
import static io.slabcache.bench.client.ClientEntrant.CACHE_RAW;
import static io.slabcache.bench.client.ClientEntrant.FOLSOM;
import static io.slabcache.bench.client.ClientEntrant.JCACHE;
import static io.slabcache.bench.client.ClientEntrant.JCACHE_CACHED;
import static io.slabcache.bench.client.ClientEntrant.RAW;
import static io.slabcache.bench.client.ClientEntrant.SLABCACHE;
import static io.slabcache.bench.client.ClientEntrant.SLABCACHE_2;
import static io.slabcache.bench.client.ClientEntrant.SPYMEMCACHED;
import static io.slabcache.bench.client.ClientEntrant.XMEMCACHED;

import io.slabcache.bench.harness.Bar;
import io.slabcache.bench.harness.Metric;
import io.slabcache.bench.harness.Shape;
import io.slabcache.bench.harness.Suite;
import io.slabcache.bench.harness.SuiteProgram;
import io.slabcache.bench.harness.Task;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The suites that measure our client and our remote cache next to other clients. */
public final class ClientSuites {
    private static final Shape QUICK = new Shape(1, 3, 1200, 1000);
    private static final Shape FULL = new Shape(3, 3, 3000, 2000);

    private static final List<Metric> METRICS =
            List.of(Metric.OPERATIONS, Metric.P50, Metric.P99, Metric.CPU, Metric.ALLOCATION, Metric.ERRORS);

    /** A byte[100] in the heap: what a caller gets, whoever made it. */
    private static final double VALUE_OBJECT_BYTES = 120;

    private ClientSuites() {}

    /** Our client next to other clients and to a bare socket. */
    public static Suite client(SuiteProgram.Form form) {
        Set<ClientEntrant> all = EnumSet.of(SLABCACHE, SPYMEMCACHED, XMEMCACHED, FOLSOM);
        Map<Task, Set<ClientEntrant>> tasks = new LinkedHashMap<>();
        tasks.put(ClientTask.GET_1, with(all, RAW));
        tasks.put(ClientTask.GET_8, with(all, SLABCACHE_2));
        tasks.put(ClientTask.GET_64, with(all, SLABCACHE_2));
        tasks.put(ClientTask.ASYNC_256, EnumSet.of(SLABCACHE, SPYMEMCACHED, FOLSOM));
        tasks.put(ClientTask.BULK_100, with(all, RAW));
        tasks.put(ClientTask.SET_1, all);
        tasks.put(ClientTask.SET_64, all);
        tasks.put(ClientTask.BULK_100_NODES_3, with(all, RAW));
        tasks.put(ClientTask.BULK_1000_NODES_3, EnumSet.of(SLABCACHE, RAW));
        List<Bar> bars = List.of(
                to(RAW, "get-1-p50-to-raw", ClientTask.GET_1, Metric.P50, 1.2),
                toPeers("get-1-p50", ClientTask.GET_1, Metric.P50, 0.75),
                toPeers("get-8", ClientTask.GET_8, Metric.OPERATIONS, 1.3),
                toPeers("get-64", ClientTask.GET_64, Metric.OPERATIONS, 1.5),
                toPeers("async-256", ClientTask.ASYNC_256, Metric.OPERATIONS, 1.5),
                toPeers("bulk-100", ClientTask.BULK_100, Metric.OPERATIONS, 3),
                toPeers("bulk-100-nodes-3", ClientTask.BULK_100_NODES_3, Metric.OPERATIONS, 3),
                toPeers("set-1", ClientTask.SET_1, Metric.OPERATIONS, 1.5),
                toPeers("set-64", ClientTask.SET_64, Metric.OPERATIONS, 1.5),
                new Bar(
                        "get-1-allocation",
                        SLABCACHE,
                        ClientTask.GET_1,
                        Metric.ALLOCATION,
                        new Bar.Itself(VALUE_OBJECT_BYTES),
                        100),
                to(RAW, "get-all-1000-time-to-raw", ClientTask.BULK_1000_NODES_3, Metric.P50, 1.5),
                toPeers("get-64-cpu", ClientTask.GET_64, Metric.CPU, 0.6),
                rawToPeers("raw-bulk-100", ClientTask.BULK_100),
                rawToPeers("raw-bulk-100-nodes-3", ClientTask.BULK_100_NODES_3));
        return suite("client", form, tasks, bars);
    }

    /** The cache on servers next to the client that it stands on. */
    public static Suite remote(SuiteProgram.Form form) {
        Set<ClientEntrant> gets = EnumSet.of(JCACHE, JCACHE_CACHED, CACHE_CLIENT);
        Map<Task, Set<ClientEntrant>> tasks = new LinkedHashMap<>();
        tasks.put(ClientTask.GET_1, with(gets, CACHE_RAW));
        tasks.put(ClientTask.GET_8, gets);
        tasks.put(ClientTask.BULK_1000_NODES_3, with(gets, CACHE_RAW));
        tasks.put(ClientTask.GET_1_NODES_3, gets);
        List<Bar> bars = List.of(
                toClient("get-1-generation-cached", JCACHE_CACHED, ClientTask.GET_1, 0.85),
                toClient("get-1", JCACHE, ClientTask.GET_1, Bar.NONE),
                toClient("get-8-generation-cached", JCACHE_CACHED, ClientTask.GET_8, 0.85),
                toClient("get-8", JCACHE, ClientTask.GET_8, Bar.NONE),
                toClient("get-1-nodes-3-generation-cached", JCACHE_CACHED, ClientTask.GET_1_NODES_3, 0.85),
                toClient("get-1-nodes-3", JCACHE, ClientTask.GET_1_NODES_3, Bar.NONE),
                getAll("get-all-1000-time-to-raw", JCACHE),
                getAll("get-all-1000-time-to-raw-generation-cached", JCACHE_CACHED),
                getAll("client-get-all-1000-time-to-raw", CACHE_CLIENT));
        return suite("remote", form, tasks, bars);
    }

    private static Suite suite(
            String name, SuiteProgram.Form form, Map<Task, Set<ClientEntrant>> tasks, List<Bar> bars) {
        Shape shape = form == SuiteProgram.Form.QUICK ? QUICK : FULL;
        return new Suite(name, shape, Servers::start, METRICS, tasks, bars);
    }

    private static Bar toClient(String name, ClientEntrant entrant, Task task, double bound) {
        return new Bar(name, entrant, task, Metric.OPERATIONS, new Bar.Other(CACHE_CLIENT), bound);
    }

    private static Bar getAll(String name, ClientEntrant entrant) {
        return new Bar(name, entrant, ClientTask.BULK_1000_NODES_3, Metric.P50, new Bar.Other(CACHE_RAW), 1.5);
    }

    private static Bar toPeers(String name, Task task, Metric metric, double bound) {
        return new Bar(name, SLABCACHE, task, metric, new Bar.BestPeer(), bound);
    }

    /** What nobody can exceed with one connection per node. */
    private static Bar rawToPeers(String name, Task task) {
        return new Bar(name, RAW, task, Metric.OPERATIONS, new Bar.BestPeer(), Bar.NONE);
    }

    private static Bar to(ClientEntrant other, String name, Task task, Metric metric, double bound) {
        return new Bar(name, SLABCACHE, task, metric, new Bar.Other(other), bound);
    }

    private static Set<ClientEntrant> with(Set<ClientEntrant> entrants, ClientEntrant another) {
        Set<ClientEntrant> more = EnumSet.copyOf(entrants);
        more.add(another);
        return more;
    }
}
