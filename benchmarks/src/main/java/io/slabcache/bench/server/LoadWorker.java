package io.slabcache.bench.server;

import io.slabcache.bench.harness.Fork;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The process of a {@link Load}. */
final class LoadWorker {
    private final long pid;
    private final double perSecond;
    private final LoadGenerator generator;

    private LoadWorker(long pid, double perSecond, LoadGenerator generator) {
        this.pid = pid;
        this.perSecond = perSecond;
        this.generator = generator;
    }

    /** See {@link Load#run}. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        long pid = Long.parseLong(arguments[1]);
        Requests requests = new Requests(Wire.valueOf(arguments[2]), Integer.parseInt(arguments[5]));
        int connections = Integer.parseInt(arguments[3]);
        int depth = Integer.parseInt(arguments[4]);
        double perSecond = Double.parseDouble(arguments[6]);
        boolean countsAllocation = Boolean.parseBoolean(arguments[9]);
        try (LoadGenerator generator = new LoadGenerator(port, requests, connections, depth);
                JvmProbe probe = countsAllocation ? JvmProbe.attach(pid) : null) {
            LoadWorker worker = new LoadWorker(pid, perSecond, generator);
            worker.load(Long.parseLong(arguments[7]));
            worker.count(Long.parseLong(arguments[8]), probe);
        }
        System.exit(0);
    }

    private LoadGenerator.Outcome load(long millis) throws IOException {
        return perSecond > 0 ? generator.offer(perSecond, millis) : generator.repeat(millis);
    }

    private void count(long millis, @Nullable JvmProbe probe) throws IOException {
        long allocatedBefore = probe == null ? 0 : probe.allocatedBytes();
        long cpuBefore = ProcessTimes.cpuNanos(pid);
        LoadGenerator.Outcome outcome = load(millis);
        long cpu = ProcessTimes.cpuNanos(pid) - cpuBefore;
        double operations = Math.max(1, outcome.operations());
        PrintStream out = System.out;
        out.println(Fork.line(Load.OPERATIONS, operations * 1e9 / outcome.nanos()));
        out.println(Fork.line(Load.CPU, cpu / operations / 1e3));
        out.println(Fork.line(Load.P50, outcome.times().getValueAtPercentile(50) / 1e3));
        out.println(Fork.line(Load.P99, outcome.times().getValueAtPercentile(99) / 1e3));
        if (probe != null) {
            out.println(Fork.line(Load.ALLOCATION, (probe.allocatedBytes() - allocatedBefore) / operations));
        }
    }
}
