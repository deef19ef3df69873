package io.slabcache.bench.client;

import io.slabcache.bench.harness.Figures;
import io.slabcache.bench.harness.Session;
import io.slabcache.bench.harness.Task;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client under load, connected anew when a task wants another number of servers. */
final class ClientSession implements Session {
    private final ClientEntrant entrant;
    private final List<InetSocketAddress> servers;
    private @Nullable Contestant contestant;
    private int nodes;

    ClientSession(ClientEntrant entrant, List<InetSocketAddress> servers) {
        this.entrant = entrant;
        this.servers = servers;
    }

    @Override
    public Figures run(Task task, long millis) throws Exception {
        ClientTask wanted = (ClientTask) task;
        return new Load(contestant(wanted.nodes()), wanted).run(millis);
    }

    private Contestant contestant(int wantedNodes) throws Exception {
        Contestant current = contestant;
        if (current == null || nodes != wantedNodes) {
            close();
            current = entrant.connect(servers.subList(0, wantedNodes));
            current.prepare();
            contestant = current;
            nodes = wantedNodes;
        }
        return current;
    }

    @Override
    public void close() throws Exception {
        if (contestant != null) {
            contestant.close();
            contestant = null;
        }
    }
}
