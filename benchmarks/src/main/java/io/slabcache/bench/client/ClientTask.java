package io.slabcache.bench.client;

import io.slabcache.bench.harness.Task;

/** One kind of load. Values have 100 bytes, keys are strings of 10 characters unless the entries are a cache's. */
enum ClientTask implements Task {
    GET_1("get, 1 thread", Kind.GET, 1, 1),
    GET_8("get, 8 threads", Kind.GET, 8, 1),
    GET_64("get, 64 threads", Kind.GET, 64, 1),
    ASYNC_256("asynchronous get, 256 in flight", Kind.ASYNC, 1, 1),
    BULK_100("bulk of 100 keys, 1 node", Kind.BULK, 1, 1),
    SET_1("set, 1 thread", Kind.SET, 1, 1),
    SET_64("set, 64 threads", Kind.SET, 64, 1),
    BULK_100_NODES_3("bulk of 100 keys, 3 nodes", Kind.BULK, 1, 3),
    BULK_1000_NODES_3("bulk of 1000 keys, 3 nodes", Kind.BULK_1000, 1, 3),
    GET_1_NODES_3("get, 1 thread, 3 nodes", Kind.GET, 1, 3),
    GET_8_NODES_3("get, 8 threads, 3 nodes", Kind.GET, 8, 3);

    /** The operation that is repeated. */
    enum Kind {
        GET,
        ASYNC,
        BULK,
        BULK_1000,
        SET
    }

    private final String label;
    private final Kind kind;
    private final int threads;
    private final int nodes;

    ClientTask(String label, Kind kind, int threads, int nodes) {
        this.label = label;
        this.kind = kind;
        this.threads = threads;
        this.nodes = nodes;
    }

    @Override
    public String label() {
        return label;
    }

    /** Returns what is repeated. */
    Kind kind() {
        return kind;
    }

    /** Returns how many threads repeat it. */
    int threads() {
        return threads;
    }

    /** Returns how many servers hold the keys. */
    int nodes() {
        return nodes;
    }
}
