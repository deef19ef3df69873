package io.slabcache.server.command;

import io.slabcache.protocol.Exptime;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.store.StoreClock;
import io.slabcache.store.engine.EngineAudit;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A node without threads for what clients ask of it: all is done by who asks. What it holds can be compared with what it has counted. */
public final class LoneNode implements AutoCloseable {
    private final Node node;

    /**
     * Opens a node with an empty store.
     *
     * @param settings the settings
     * @param clock the time against which items expire
     * @param access the rules of whom the node lets in, which are closed with it
     */
    public LoneNode(ServerSettings settings, StoreClock clock, AccessRules access) {
        node = Node.open(settings, clock, access, new Chores(new InlineExecutor()));
    }

    /** Returns the node. */
    public Node node() {
        return node;
    }

    /** Makes everything disappear that is stored. */
    public void empty() {
        if (!node.flush(Exptime.NEVER)) {
            throw new IllegalStateException("a flush without delay must be possible");
        }
    }

    /**
     * Walks over everything in the node's store.
     *
     * @return a sentence for each difference; empty if nothing is lost or left over
     */
    public List<String> drifts() {
        return EngineAudit.drifts(node.store);
    }

    @Override
    public void close() {
        node.close();
    }

    private static final class InlineExecutor extends ThreadPoolExecutor {
        InlineExecutor() {
            super(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }

        @Override
        public void execute(Runnable command) {
            command.run();
        }
    }
}
