package io.slabcache.client;

import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.keyOn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads that retrieve and store keys of all nodes in turn, until it is closed. Latencies are kept by node. */
final class Load implements AutoCloseable {
    /** What became of the operations on one node. */
    static final class Tally {
        private static final int CAPACITY = 1 << 20;

        private final long[] latencies = new long[CAPACITY];
        private int count;
        private int failures;
        private long longest;

        private synchronized void add(long nanos, boolean failed) {
            if (failed) {
                failures++;
            } else if (count < CAPACITY) {
                latencies[count++] = nanos;
            }
            longest = Math.max(longest, nanos);
        }

        /** Operations that succeeded since the last reset. */
        synchronized int succeeded() {
            return count;
        }

        synchronized int failures() {
            return failures;
        }

        /** The longest operation since the last reset, in nanoseconds. */
        synchronized long longest() {
            return longest;
        }

        /** Which time one operation in a hundred exceeds, in nanoseconds. */
        synchronized long p99() {
            long[] sorted = Arrays.copyOf(latencies, count);
            Arrays.sort(sorted);
            return count == 0 ? 0 : sorted[(int) (count * 99L / 100)];
        }

        private synchronized void reset() {
            count = 0;
            failures = 0;
            longest = 0;
        }
    }

    private static final int KEYS_PER_NODE = 16;

    private final MemcachedClient client;
    private final Map<NodeAddress, Tally> tallies = new HashMap<>();
    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Set at the end. */
    private volatile boolean ended;

    private Load(MemcachedClient client) {
        this.client = client;
    }

    /** Starts threads for each node, so that a node that is slow holds up none but its own. */
    static Load on(MemcachedClient client, int threadsPerNode) {
        Load load = new Load(client);
        for (NodeAddress node : client.nodes()) {
            Tally tally = new Tally();
            load.tallies.put(node, tally);
            for (int t = 0; t < threadsPerNode; t++) {
                List<byte[]> keys = new ArrayList<>();
                for (int i = 0; i < KEYS_PER_NODE; i++) {
                    keys.add(keyOn(client, node, "load-" + t + "-" + i + "-"));
                }
                Thread thread = new Thread(() -> load.operate(keys, tally), "load-" + node);
                load.threads.add(thread);
                thread.start();
            }
        }
        return load;
    }

    Set<NodeAddress> nodes() {
        return Set.copyOf(tallies.keySet());
    }

    Tally of(NodeAddress node) {
        Tally tally = tallies.get(node);
        if (tally == null) {
            throw new IllegalArgumentException("the node must be one of the client's: node=" + node);
        }
        return tally;
    }

    void reset() {
        tallies.values().forEach(Tally::reset);
    }

    /** Stops the threads and fails if one met anything but the client's own exceptions. */
    @Override
    public void close() {
        ended = true;
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable first = surprises.poll();
        if (first != null) {
            throw new AssertionError("operations must fail with the client's own exceptions", first);
        }
    }

    private void operate(List<byte[]> keys, Tally tally) {
        byte[] value = bytes("a value of some length, ".repeat(4));
        for (int i = 0; !ended; i++) {
            byte[] key = keys.get(i % KEYS_PER_NODE);
            long start = System.nanoTime();
            boolean failed = false;
            try {
                if (i % 10 == 0) {
                    client.set(key, value, 0, 0);
                } else {
                    client.get(key);
                }
            } catch (MemcachedException e) {
                failed = true;
            } catch (RuntimeException e) {
                surprises.add(e);
                return;
            }
            tally.add(System.nanoTime() - start, failed);
        }
    }
}
