package io.slabcache.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Threads that read and now and then write keys of each node at a fixed rate, far below what anybody can take. */
final class PacedLoad implements AutoCloseable {
    private static final int THREADS_PER_NODE = 2;
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;
    private static final int KEYS_PER_THREAD = 64;

    /** One operation in so many writes. */
    private static final int WRITES = 10;

    private final MemcachedClient client;
    private final Map<NodeAddress, Tally> tallies = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    /** What the operations on one node came to since it was last asked. */
    static final class Tally {
        private Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        private long failed;

        private synchronized void add(long nanos, boolean isFailure) {
            // An operation that takes long keeps the next ones from beginning: they would have taken long too.
            times.recordValueWithExpectedInterval(Math.min(nanos, LONGEST_NANOS), INTERVAL_NANOS);
            failed += isFailure ? 1 : 0;
        }

        private synchronized Tally take() {
            Tally taken = new Tally();
            taken.times = times;
            taken.failed = failed;
            times = new Histogram(LONGEST_NANOS, DIGITS);
            failed = 0;
            return taken;
        }

        /** Returns the time that one operation in a hundred exceeds. */
        double p99Micros() {
            return times.getValueAtPercentile(99) / 1e3;
        }

        /** Returns the longest operation's time. */
        double longestMicros() {
            return times.getMaxValue() / 1e3;
        }

        long failed() {
            return failed;
        }
    }

    private PacedLoad(MemcachedClient client) {
        this.client = client;
    }

    /** Starts the threads: for each node its own, so that a node that fails holds up none but those. */
    static PacedLoad start(MemcachedClient client) {
        PacedLoad load = new PacedLoad(client);
        for (NodeAddress node : client.nodes()) {
            Tally tally = new Tally();
            load.tallies.put(node, tally);
            for (int i = 0; i < THREADS_PER_NODE; i++) {
                List<byte[]> keys = keysOf(client, node, i);
                Thread thread = new Thread(() -> load.repeat(keys, tally), "load-" + node + "-" + i);
                load.threads.add(thread);
                thread.start();
            }
        }
        return load;
    }

    /** Returns keys that one node holds. */
    static List<byte[]> keysOf(MemcachedClient client, NodeAddress node, int thread) {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; keys.size() < KEYS_PER_THREAD; i++) {
            byte[] key = ("paced-" + thread + "-" + i).getBytes(UTF_8);
            if (client.nodeOf(key).equals(node)) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Waits, and returns what the operations on each node came to meanwhile. */
    Map<NodeAddress, Tally> measure(long millis) throws InterruptedException {
        tallies.values().forEach(Tally::take);
        Thread.sleep(millis);
        Map<NodeAddress, Tally> taken = new LinkedHashMap<>();
        tallies.forEach((node, tally) -> taken.put(node, tally.take()));
        return taken;
    }

    private void repeat(List<byte[]> keys, Tally tally) {
        byte[] value = Keys.value(0);
        long next = System.nanoTime();
        for (int i = 0; !ended; i++) {
            next += INTERVAL_NANOS;
            long start = System.nanoTime();
            while (next - start > 0 && !ended) {
                LockSupport.parkNanos(next - start);
                start = System.nanoTime();
            }
            if (start - next > INTERVAL_NANOS) {
                // What was missed is not made up for.
                next = start - INTERVAL_NANOS;
            }
            byte[] key = keys.get(i % KEYS_PER_THREAD);
            boolean isFailure = false;
            try {
                if (i % WRITES == 0) {
                    client.set(key, value, 0, 0);
                } else {
                    client.get(key);
                }
            } catch (MemcachedException e) {
                isFailure = true;
            }
            tally.add(System.nanoTime() - start, isFailure);
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
