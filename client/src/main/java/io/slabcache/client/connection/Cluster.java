package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.Discovery;
import io.slabcache.client.FailureMode;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeMetrics;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.OverloadedException;
import io.slabcache.client.locator.NodeLocation;
import io.slabcache.client.locator.Placement;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of a client as they come and go, the threads behind them, and the client's end. */
final class Cluster implements IoThread.Ticker {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    /** How long closing waits for threads that connect: name resolution cannot be interrupted. */
    private static final long JOIN_TIMEOUT = TimeUnit.SECONDS.toNanos(2);

    private final ClientSettings settings;
    private final ClientContext context;
    private final IoThread io;
    private final KeyWalks walks;
    private final Discoverer discoverer;
    private final List<Node> gutter = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Null until the discovery has told for the first time. Written under the lock. */
    private volatile @Nullable Topology topology;

    /** Written under the lock, once. */
    private volatile boolean closed;

    /** What asynchronous operations do once the nodes are known. Guarded by the lock. */
    private final WaitingSends waiting;

    /**
     * Creates a client's nodes.
     *
     * @param threads makes the threads that connect and discover
     */
    Cluster(ClientSettings settings, Connector connector, ThreadFactory threads) throws IOException {
        this.settings = settings;
        this.io = new IoThread(settings.name(), this);
        this.context = new ClientContext(settings, connector, io, threads);
        this.waiting = new WaitingSends(settings.maxInFlight());
        this.discoverer = new Discoverer(context, this::install);
        this.walks = new KeyWalks(settings, HostResolver.SYSTEM, Thread::sleep);
        for (Discovery.Node node : settings.gutter()) {
            gutter.add(new Node(context, node.address(), settings.connectionsPerNode()));
        }
    }

    /** Learns the nodes if that needs no waiting, and begins to connect. */
    void start() throws IOException {
        if (settings.discovery().interval().isZero() && !needsAddresses()) {
            discoverer.askOnce();
        }
        io.start();
    }

    IoThread io() {
        return io;
    }

    KeyWalks walks() {
        return walks;
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns the failure of what cannot wait any longer for the first news of the nodes. */
    MemcachedException nodesUnknown() {
        Throwable failure = discoverer.failure();
        return new NodeUnavailableException(
                "discovery must tell the nodes: client=" + settings.name() + ", cause=" + failure, false, failure);
    }

    /** Returns the failure of what may not wait for the first news of the nodes because too many do. */
    MemcachedException tooManyWait() {
        return new OverloadedException(
                "no more may wait for the nodes to be known than may be in flight: client=" + settings.name(),
                false,
                null);
    }

    /** Returns the nodes at present, waiting for the first news of them. */
    Topology topology(long deadline) {
        Topology current = topology;
        return current == null ? awaitTopology(deadline) : current;
    }

    @Nullable
    Topology topologyIfKnown() {
        return topology;
    }

    private Topology awaitTopology(long deadline) {
        lock.lock();
        try {
            while (true) {
                Topology current = topology;
                if (current != null) {
                    return current;
                }
                requireOpen();
                long remaining = deadline - System.nanoTime();
                if (remaining <= 0) {
                    throw nodesUnknown();
                }
                changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedOperationException(
                    "discovery must tell the nodes before the caller is interrupted: client=" + settings.name(),
                    false,
                    e);
        } finally {
            lock.unlock();
        }
    }

    /** Runs something once the nodes are known or a deadline has passed. */
    WaitingSends.Admission whenKnown(Runnable task, long deadline) {
        lock.lock();
        try {
            return topology != null || closed ? WaitingSends.Admission.NOT_NEEDED : waiting.add(task, deadline, true);
        } finally {
            lock.unlock();
        }
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("client must not be closed: client=" + settings.name());
        }
    }

    /** Returns the node for a request as the failure mode says. */
    Node nodeFor(Topology topology, Request request) {
        Node node = nodeFor(topology, request.key());
        request.goesTo(isGutter(node));
        return node;
    }

    /** Returns the node for a key as the failure mode says. */
    Node nodeFor(Topology topology, byte[] key) {
        Node node = topology.nodeOf(key);
        if (settings.failureMode() == FailureMode.FAIL_FAST || !node.isDown()) {
            return node;
        }
        if (settings.failureMode() == FailureMode.REDISTRIBUTE) {
            return topology.usableNodeOf(key);
        }
        Node standIn = settings.failureMode() == FailureMode.GUTTER ? gutterOf(key) : null;
        return standIn == null ? node : standIn;
    }

    boolean isGutter(Node node) {
        return gutter.contains(node);
    }

    /** Returns the gutter node for a key, null if there is none that is not down. */
    private @Nullable Node gutterOf(byte[] key) {
        int count = gutter.size();
        int first = count == 0 ? 0 : Math.floorMod(Arrays.hashCode(key), count);
        for (int i = 0; i < count; i++) {
            Node node = gutter.get((first + i) % count);
            if (!node.isDown()) {
                return node;
            }
        }
        return null;
    }

    /** Makes the nodes be those that the discovery has told. Nodes that stay keep their connections. */
    private void install(List<Discovery.Node> members) {
        List<Discovery.Node> copy = List.copyOf(members);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("discovery must tell at least one node: client=" + settings.name());
        }
        List<NodeLocation> locations = new ArrayList<>();
        for (Discovery.Node member : copy) {
            NodeAddress address = member.address();
            locations.add(new NodeLocation(address.host(), address.port(), member.weight(), ipAddress(address.host())));
        }
        List<Node> removed = new ArrayList<>();
        lock.lock();
        try {
            Topology last = topology;
            if (closed || (last != null && last.members().equals(copy))) {
                return;
            }
            List<Node> nodes = new ArrayList<>();
            List<NodeAddress> addresses = new ArrayList<>();
            for (Discovery.Node member : copy) {
                if (addresses.contains(member.address())) {
                    throw new IllegalArgumentException("nodes must differ: node=" + member.address());
                }
                Node kept = last == null ? null : last.node(member.address());
                nodes.add(kept == null ? new Node(context, member.address(), settings.connectionsPerNode()) : kept);
                addresses.add(member.address());
            }
            topology = new Topology(
                    copy,
                    List.copyOf(nodes),
                    List.copyOf(addresses),
                    settings.placement().locator(locations));
            if (last != null) {
                removed.addAll(last.nodes());
                removed.removeAll(nodes);
                LOG.info("nodes have changed: client={}, nodes={}", settings.name(), addresses);
            }
            changed.signalAll();
            io.execute(() -> tick(System.nanoTime()));
        } finally {
            lock.unlock();
        }
        removed.forEach(Node::close);
        takeWaiting().forEach(io::execute);
    }

    /** Returns what some placements build names of: the address, if the name is one or resolves to one. */
    private String ipAddress(String host) {
        if (!needsAddresses()) {
            return "";
        }
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (IOException e) {
            LOG.warn("name must be resolved for the placement: node={}", host, e);
            return "";
        }
    }

    private boolean needsAddresses() {
        return settings.placement() == Placement.SPYMEMCACHED_KETAMA
                || settings.placement() == Placement.XMEMCACHED_KETAMA;
    }

    @Override
    public void tick(long now) {
        Topology current = topology;
        if (current != null) {
            for (Node node : current.nodes()) {
                node.tick(now);
            }
        }
        for (Node node : gutter) {
            node.tick(now);
        }
        discoverer.tick(now);
        List<Runnable> tasks;
        lock.lock();
        try {
            tasks = waiting.takeExpired(now);
        } finally {
            lock.unlock();
        }
        tasks.forEach(io::execute);
    }

    @Override
    public void ended() {
        takeWaiting().forEach(io::execute);
    }

    private List<Runnable> takeWaiting() {
        lock.lock();
        try {
            return waiting.takeAll();
        } finally {
            lock.unlock();
        }
    }

    List<NodeMetrics> metrics() {
        List<NodeMetrics> all = new ArrayList<>();
        for (Node node : allNodes()) {
            all.add(node.metrics());
        }
        return List.copyOf(all);
    }

    private List<Node> allNodes() {
        List<Node> all = new ArrayList<>();
        Topology current = topology;
        if (current != null) {
            all.addAll(current.nodes());
        }
        all.addAll(gutter);
        return all;
    }

    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread discovering = discoverer.end();
        context.connector().close();
        walks.close();
        List<Node> all = allNodes();
        all.forEach(Node::close);
        boolean interrupted = false;
        long deadline = System.nanoTime() + JOIN_TIMEOUT;
        try {
            if (discovering != null) {
                discovering.interrupt();
                discovering.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
            for (Node node : all) {
                node.join(deadline);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        io.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
