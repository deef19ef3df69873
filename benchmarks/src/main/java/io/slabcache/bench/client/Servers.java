package io.slabcache.bench.client;

import io.slabcache.bench.harness.Surroundings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The servers of a run. */
final class Servers implements Surroundings.Open {
    private static final int COUNT = 3;

    private final List<MemcachedServer> servers = new ArrayList<>();

    private Servers() {}

    /** Starts them. */
    static Servers start() throws Exception {
        Servers started = new Servers();
        try {
            for (int i = 0; i < COUNT; i++) {
                started.servers.add(MemcachedServer.start());
            }
            return started;
        } catch (Exception e) {
            started.close();
            throw e;
        }
    }

    @Override
    public List<String> arguments() {
        return servers.stream().map(server -> Integer.toString(server.port())).toList();
    }

    /** Returns the addresses that the arguments stand for. */
    static List<InetSocketAddress> addresses(List<String> arguments) {
        return arguments.stream()
                .map(port -> new InetSocketAddress("127.0.0.1", Integer.parseInt(port)))
                .toList();
    }

    @Override
    public void close() {
        servers.forEach(MemcachedServer::close);
    }
}
