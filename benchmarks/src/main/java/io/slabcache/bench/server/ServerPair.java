package io.slabcache.bench.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Both servers, with the same options; the one that is not loaded is idle. */
final class ServerPair implements AutoCloseable {
    private final List<ServerProcess> servers = new ArrayList<>();

    private ServerPair() {}

    /** Starts them and stores what loads ask for. */
    static ServerPair start(Bench bench, ServerOptions options) throws IOException, InterruptedException {
        ServerPair pair = new ServerPair();
        try {
            for (ServerKind kind : ServerKind.values()) {
                ServerProcess server = bench.start(kind, options);
                pair.servers.add(server);
                LoadKeys.store(server.port());
            }
            return pair;
        } catch (IOException | InterruptedException e) {
            pair.close();
            throw e;
        }
    }

    List<ServerProcess> servers() {
        return servers;
    }

    /** Returns whether both speak a protocol. */
    boolean speak(Wire wire) {
        return servers.stream().allMatch(server -> server.speaks(wire));
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
    }
}
