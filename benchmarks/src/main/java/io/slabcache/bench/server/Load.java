package io.slabcache.bench.server;

import io.slabcache.bench.harness.Fork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A load on a server from a process of its own, on the processor that is not the server's.
 *
 * @param wire the protocol
 * @param connections how many
 * @param depth how many requests each sends at once
 * @param setEach one request of so many is a set; 0 for none
 * @param perSecond how many requests are offered; 0 for as many as are answered
 */
record Load(Wire wire, int connections, int depth, int setEach, double perSecond) {
    /** Requests that were answered per second. */
    static final String OPERATIONS = "operationsPerSecond";

    /** What one cost the server's process, in microseconds. */
    static final String CPU = "cpuMicrosPerOperation";

    static final String P50 = "p50Micros";
    static final String P99 = "p99Micros";

    /** What the server's threads allocated for one, if it was asked for. */
    static final String ALLOCATION = "bytesPerOperation";

    private static final int CONNECTIONS = 50;
    private static final int TEN_TO_ONE = 11;
    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");

    /** Returns the load of the bars: 50 connections, ten gets to a set. */
    static Load of(Wire wire, int depth) {
        return new Load(wire, CONNECTIONS, depth, TEN_TO_ONE, 0);
    }

    Load offering(double requestsPerSecond) {
        return new Load(wire, connections, depth, setEach, requestsPerSecond);
    }

    Load withSetEach(int each) {
        return new Load(wire, connections, depth, each, perSecond);
    }

    /** Loads a server and returns the figures of the counted time. */
    Map<String, Double> run(ServerProcess server, Effort effort, boolean countAllocation, Path log)
            throws IOException, InterruptedException {
        return run(server, effort.warmUpMillis(), effort.millis(), countAllocation, log);
    }

    /** Loads a server for any time. */
    Map<String, Double> run(ServerProcess server, long warmUpMillis, long millis, boolean countAllocation, Path log)
            throws IOException, InterruptedException {
        List<String> words = List.of(
                Integer.toString(server.port()),
                Long.toString(server.pid()),
                wire.name(),
                Integer.toString(connections),
                Integer.toString(depth),
                Integer.toString(setEach),
                Double.toString(perSecond),
                Long.toString(warmUpMillis),
                Long.toString(millis),
                Boolean.toString(countAllocation));
        return Fork.run(ServerProcess.LOAD_PROCESSOR, LoadWorker.class, FLAGS, words, log);
    }
}
