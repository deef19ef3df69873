package io.slabcache.jcache.internal.remote;

import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.store.StoreClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Memcached servers on the heap, as far as a client can tell: whole seconds, tokens from a counter, items that are too
 * large. Clients are made by {@link #client()}; a {@link Fault} sees all that they do. Safe for use by several threads.
 */
public final class HeapMemcachedServers {
    /** The largest item: key, value and what a real server has beside them. */
    static final int MAX_ITEM_SIZE = 1024 * 1024;

    private static final int FIRST_PORT = 11_211;
    private static final long MILLIS_PER_SECOND = 1000;

    private final StoreClock clock;
    private final List<NodeAddress> addresses = new ArrayList<>();
    private final Map<NodeAddress, Node> nodes = new LinkedHashMap<>();
    private volatile Fault fault = Fault.NONE;
    private volatile int maxItemSize = MAX_ITEM_SIZE;

    /**
     * Creates empty servers.
     *
     * @param count how many nodes
     * @param clock says the servers' time
     */
    public HeapMemcachedServers(int count, StoreClock clock) {
        this.clock = clock;
        for (int i = 0; i < count; i++) {
            NodeAddress address = new NodeAddress("heap", FIRST_PORT + i);
            addresses.add(address);
            nodes.put(address, new Node());
        }
    }

    /**
     * Connects a client.
     *
     * @return a new client
     */
    public HeapMemcachedClient client() {
        return new HeapMemcachedClient(this);
    }

    /** Returns the addresses of all nodes that are not absent. */
    List<NodeAddress> addresses() {
        List<NodeAddress> present = new ArrayList<>(addresses);
        present.removeIf(address -> node(address).absent);
        return List.copyOf(present);
    }

    /** Sees every operation of every client from now on. */
    void inject(Fault newFault) {
        fault = newFault;
    }

    /** Makes the servers take items of another size, as a restart with another option does. */
    void setMaxItemSize(int bytes) {
        maxItemSize = bytes;
    }

    int maxItemSize() {
        return maxItemSize;
    }

    Fault fault() {
        return fault;
    }

    /** Makes a node refuse all operations, or come back with all that it had. */
    void setDown(NodeAddress address, boolean down) {
        node(address).down = down;
    }

    /** Takes a node off the clients' lists, as a discovery does; it keeps what it has. */
    void setAbsent(NodeAddress address, boolean absent) {
        node(address).absent = absent;
    }

    /** Empties a node, as a restart does. */
    void restart(NodeAddress address) {
        synchronized (node(address)) {
            node(address).items.clear();
            node(address).lastToken = 0;
        }
    }

    /** Returns the keys and values that a node has, expired ones left out. */
    Map<ByteBuffer, Held> items(NodeAddress address) {
        Node node = node(address);
        synchronized (node) {
            node.items.values().removeIf(held -> held.endSecond <= second());
            return new TreeMap<>(node.items);
        }
    }

    /** Returns all that the nodes have. */
    Map<ByteBuffer, Held> items() {
        Map<ByteBuffer, Held> all = new TreeMap<>();
        nodes.keySet().forEach(address -> all.putAll(items(address)));
        return all;
    }

    NodeAddress nodeOf(byte[] key) {
        int hash = ByteBuffer.wrap(key).hashCode();
        List<NodeAddress> present = addresses();
        return present.get(Math.floorMod(hash ^ hash >>> 16, present.size()));
    }

    /** Runs one step of one node, which is atomic. */
    <T extends @Nullable Object> T at(NodeAddress address, Step<T> step) {
        Node node = node(address);
        synchronized (node) {
            if (node.down) {
                throw new NodeUnavailableException("the node is down: node=" + address, false, null);
            }
            return step.run(node);
        }
    }

    private Node node(NodeAddress address) {
        Node node = nodes.get(address);
        if (node == null) {
            throw new IllegalArgumentException("the node must be one of these: node=" + address);
        }
        return node;
    }

    private long second() {
        return clock.millis() / MILLIS_PER_SECOND;
    }

    /** What a node is asked to do. */
    interface Step<T extends @Nullable Object> {
        T run(Node node);
    }

    /** Sees what clients do; may do something itself before or after, or throw. */
    interface Fault {
        /** Sees and does nothing. */
        Fault NONE = new Fault() {};

        /** Called before an operation on a key. */
        default void before(String operation, byte[] key) {}

        /** Called after an operation on a key took effect, before its client hears of it. */
        default void after(String operation, byte[] key) {}
    }

    /** An item. */
    static final class Held {
        final byte[] value;
        final int flags;
        final long token;
        private final long endSecond;

        private Held(byte[] value, int flags, long token, long endSecond) {
            this.value = value;
            this.flags = flags;
            this.token = token;
            this.endSecond = endSecond;
        }
    }

    /** One server. Guarded by itself. */
    final class Node {
        private final Map<ByteBuffer, Held> items = new HashMap<>();
        private long lastToken;
        private volatile boolean down;
        private volatile boolean absent;

        @Nullable
        Held get(byte[] key) {
            Held held = items.get(ByteBuffer.wrap(key));
            return held == null || held.endSecond <= second() ? null : held;
        }

        long put(byte[] key, byte[] value, int flags, long timeToLive) {
            long end = timeToLive == 0 ? Long.MAX_VALUE : second() + timeToLive;
            items.put(ByteBuffer.wrap(key.clone()), new Held(value.clone(), flags, ++lastToken, end));
            return lastToken;
        }

        void touch(byte[] key, Held held, long timeToLive) {
            long end = timeToLive == 0 ? Long.MAX_VALUE : second() + timeToLive;
            items.put(ByteBuffer.wrap(key.clone()), new Held(held.value, held.flags, held.token, end));
        }

        void remove(byte[] key) {
            items.remove(ByteBuffer.wrap(key));
        }

        List<byte[]> keys() {
            List<byte[]> keys = new ArrayList<>();
            for (ByteBuffer key : items.keySet()) {
                byte[] bytes = new byte[key.remaining()];
                key.duplicate().get(bytes);
                keys.add(bytes);
            }
            return keys;
        }
    }
}
