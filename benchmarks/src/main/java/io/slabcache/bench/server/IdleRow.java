package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connections that have asked once and are silent: what they take, and whether fifty busy ones notice. */
record IdleRow() implements Row {
    private static final int CONNECTIONS = 10_000;
    private static final String KIBIBYTES = "kibibytesPerConnection";
    private static final double KIBIBYTES_BAR = 16;
    private static final double OPERATIONS_BAR = 0.9;
    private static final double CPU_BAR = 1.1;
    private static final int MEGABYTES = 1024;
    private static final long OPENING_MILLIS = 3000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public long budgetMillis(Effort effort) {
        long turns = 2L * effort.rounds() * effort.loadMillis();
        return effort.compilingMillis() + ServerKind.values().length * (OPENING_MILLIS + turns);
    }

    @Override
    public void measure(Bench bench) throws Exception {
        for (ServerKind kind : ServerKind.values()) {
            measure(bench, kind);
        }
        double kibibytes = bench.median("idle-connections", ServerKind.SLABCACHE, KIBIBYTES);
        bench.verdict(Verdict.atMost("idle-connection-kibibytes", kibibytes, KIBIBYTES_BAR));
        bench.verdict(Verdict.atLeast("idle-connections-operations", among(bench, Load.OPERATIONS), OPERATIONS_BAR));
        bench.verdict(Verdict.atMost("idle-connections-cpu", among(bench, Load.CPU), CPU_BAR));
    }

    private static double among(Bench bench, String figure) {
        return bench.median("among-idle", ServerKind.SLABCACHE, figure)
                / bench.median("without-idle", ServerKind.SLABCACHE, figure);
    }

    private static void measure(Bench bench, ServerKind kind) throws Exception {
        Load load = Load.of(Wire.BINARY, 1);
        ServerOptions options = ServerOptions.with(MEGABYTES).withConnections(CONNECTIONS + 200);
        try (ServerProcess server = bench.start(kind, options);
                JvmProbe probe = MemoryRow.probe(server)) {
            LoadKeys.store(server.port());
            bench.warmUp(server, load);
            for (int round = 0; round < bench.effort().rounds(); round++) {
                bench.add("without-idle", kind, load.run(server, bench.effort(), false, bench.log()));
            }
            long heapBefore = MemoryRow.heap(probe);
            long before = server.resident();
            List<SocketChannel> idle = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    idle.add(connection(server));
                }
                double grown = server.resident() - before + MemoryRow.heap(probe) - heapBefore;
                bench.add("idle-connections", kind, Map.of(KIBIBYTES, grown / CONNECTIONS / 1024));
                for (int round = 0; round < bench.effort().rounds(); round++) {
                    bench.add("among-idle", kind, load.run(server, bench.effort(), false, bench.log()));
                }
            } finally {
                for (SocketChannel channel : idle) {
                    channel.close();
                }
            }
        }
    }

    private static SocketChannel connection(ServerProcess server) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        channel.write(ByteBuffer.wrap(Wire.BINARY.greeting()));
        if (channel.read(ByteBuffer.allocate(256)) < 0) {
            throw new IOException("the server must keep connections: server=" + server.kind());
        }
        return channel;
    }
}
