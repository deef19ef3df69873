package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The un-pipelined load by {@code memcaslap} of libmemcached-tools. The servers themselves count the operations. */
record MemcaslapRow() implements Row {
    private static final int MEGABYTES = 1024;
    private static final double BAR = 1.1;
    private static final Path PROGRAM = Path.of("/usr/bin/memcaslap");
    private static final long LEAST_SECONDS = 2;
    private static final long START_MILLIS = 500;

    /** Lengths of keys and values, and ten gets to a set. */
    private static final String CONFIGURATION = "key\n32 32 1\nvalue\n100 100 1\ncmd\n0 0.09\n1 0.91\n";

    @Override
    public String name() {
        return "memcaslap";
    }

    @Override
    public long budgetMillis(Effort effort) {
        long turns = ServerKind.values().length * (1L + effort.rounds()) * (seconds(effort) * 1000 + START_MILLIS);
        return Wire.values().length * (effort.compilingMillis() + turns);
    }

    private static long seconds(Effort effort) {
        return Math.max(LEAST_SECONDS, effort.millis() / 1000);
    }

    @Override
    public void measure(Bench bench) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            bench.skip(name(), "libmemcached-tools is not installed: program=" + PROGRAM);
            return;
        }
        Path configuration = Files.createTempFile("memcaslap", ".conf");
        try (ServerPair pair = ServerPair.start(bench, ServerOptions.with(MEGABYTES))) {
            Files.writeString(configuration, CONFIGURATION);
            for (Wire wire : Wire.values()) {
                if (!pair.speak(wire)) {
                    bench.skip(name() + "-" + wire.label(), "a server does not speak it");
                    continue;
                }
                String row = "memcaslap-" + wire.label();
                for (ServerProcess server : pair.servers()) {
                    bench.warmUp(server, Load.of(wire, 1));
                    // does not count: all its sets are of new keys, which a JVM has not compiled yet
                    load(bench, server, wire, configuration);
                }
                for (int round = 0; round < bench.effort().rounds(); round++) {
                    for (ServerProcess server : pair.servers()) {
                        bench.add(row, server.kind(), load(bench, server, wire, configuration));
                    }
                }
                bench.verdict(Verdict.atMost("cpu-" + row, bench.ratio(row, Load.CPU), BAR));
            }
        } finally {
            Files.delete(configuration);
        }
    }

    private static Map<String, Double> load(Bench bench, ServerProcess server, Wire wire, Path configuration)
            throws IOException, InterruptedException {
        long seconds = seconds(bench.effort());
        List<String> command = new ArrayList<>(ServerProcess.LOAD_PROCESSOR);
        command.addAll(List.of(PROGRAM.toString(), "-s", "127.0.0.1:" + server.port()));
        command.addAll(List.of("-T", "1", "-c", "50", "-t", seconds + "s", "-F", configuration.toString()));
        if (wire == Wire.BINARY) {
            command.add("-B");
        }
        try (BinaryConnection connection = new BinaryConnection(server.port())) {
            double before = operations(connection);
            long cpuBefore = ProcessTimes.cpuNanos(server.pid());
            long begin = System.nanoTime();
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(bench.log().toFile()))
                    .start()
                    .waitFor();
            double nanos = System.nanoTime() - begin;
            double cpu = ProcessTimes.cpuNanos(server.pid()) - cpuBefore;
            double operations = operations(connection) - before;
            if (code != 0 || operations < 1) {
                throw new IOException("the load must succeed: code=" + code + ", operations=" + operations
                        + ", command=" + command + ", log=" + bench.log());
            }
            return Map.of(Load.OPERATIONS, operations * 1e9 / nanos, Load.CPU, cpu / operations / 1e3);
        }
    }

    private static double operations(BinaryConnection connection) throws IOException {
        Map<String, String> statistics = connection.statistics();
        return Double.parseDouble(statistics.getOrDefault("cmd_get", "NaN"))
                + Double.parseDouble(statistics.getOrDefault("cmd_set", "NaN"));
    }
}
