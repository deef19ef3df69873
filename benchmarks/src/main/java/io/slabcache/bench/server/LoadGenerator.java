package io.slabcache.bench.server;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Many connections on one thread. */
final class LoadGenerator implements AutoCloseable {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;
    private static final long PATIENCE_MILLIS = 10_000;

    private final Selector selector = Selector.open();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final int depth;

    /**
     * What a load came to.
     *
     * @param operations how many requests were answered
     * @param nanos in how long
     * @param times how long they took, those sent at once together, from the time when they were to be sent
     */
    record Outcome(long operations, long nanos, Histogram times) {}

    /**
     * Connects.
     *
     * @param depth how many requests each connection sends at once
     */
    LoadGenerator(int port, Requests requests, int connections, int depth) throws IOException {
        this.depth = depth;
        for (int i = 0; i < connections; i++) {
            this.connections.add(new LoadConnection(port, requests, depth, selector));
        }
    }

    /** Has every connection send the next requests as soon as the last ones are answered. */
    Outcome repeat(long millis) throws IOException {
        Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        long begin = System.nanoTime();
        long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        int busy = 0;
        for (LoadConnection connection : connections) {
            connection.send(System.nanoTime());
            busy++;
        }
        while (busy > 0) {
            if (selector.select(PATIENCE_MILLIS) == 0) {
                throw new IOException("the server must answer: patienceMillis=" + PATIENCE_MILLIS);
            }
            for (SelectionKey key : selector.selectedKeys()) {
                LoadConnection connection = (LoadConnection) key.attachment();
                if (connection.receive()) {
                    long now = System.nanoTime();
                    times.recordValue(Math.min(now - connection.begin(), LONGEST_NANOS));
                    if (now - end < 0) {
                        connection.send(now);
                    } else {
                        busy--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return new Outcome(times.getTotalCount() * depth, System.nanoTime() - begin, times);
    }

    /**
     * Sends requests at fixed intervals, whatever comes back. One for which no connection is free is late, and its time counts
     * from when it was due.
     *
     * @param perSecond how many
     */
    Outcome offer(double perSecond, long millis) throws IOException {
        Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        long interval = (long) (1e9 * depth / perSecond);
        ArrayDeque<LoadConnection> free = new ArrayDeque<>(connections);
        long begin = System.nanoTime();
        long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
        long due = begin;
        long lastAnswer = begin;
        while (due - end < 0 || free.size() < connections.size()) {
            long now = System.nanoTime();
            while (due - now <= 0 && due - end < 0 && !free.isEmpty()) {
                free.remove().send(due);
                due += interval;
            }
            selector.selectNow();
            for (SelectionKey key : selector.selectedKeys()) {
                LoadConnection connection = (LoadConnection) key.attachment();
                if (connection.receive()) {
                    lastAnswer = System.nanoTime();
                    times.recordValue(Math.min(lastAnswer - connection.begin(), LONGEST_NANOS));
                    free.add(connection);
                }
            }
            selector.selectedKeys().clear();
            if (now - lastAnswer > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
                throw new IOException("the server must answer: patienceMillis=" + PATIENCE_MILLIS);
            }
        }
        return new Outcome(times.getTotalCount() * depth, System.nanoTime() - begin, times);
    }

    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
