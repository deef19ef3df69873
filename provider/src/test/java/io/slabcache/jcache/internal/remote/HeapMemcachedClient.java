package io.slabcache.jcache.internal.remote;

import io.slabcache.client.AsyncMemcachedClient;
import io.slabcache.client.BulkResult;
import io.slabcache.client.ClientSettings;
import io.slabcache.client.Item;
import io.slabcache.client.ItemPair;
import io.slabcache.client.ItemTooLargeException;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeMetrics;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.jcache.internal.remote.HeapMemcachedServers.Held;
import io.slabcache.jcache.internal.remote.HeapMemcachedServers.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A client of {@link HeapMemcachedServers}: what the backing uses of it. */
public final class HeapMemcachedClient implements MemcachedClient {
    private static final int MAX_KEY_LENGTH = 250;
    private static final int ITEM_OVERHEAD = 48 + Long.BYTES + 1 + Integer.BYTES + 2;

    private final HeapMemcachedServers servers;
    private final @Nullable NodeAddress only;

    HeapMemcachedClient(HeapMemcachedServers servers) {
        this(servers, null);
    }

    private HeapMemcachedClient(HeapMemcachedServers servers, @Nullable NodeAddress only) {
        this.servers = servers;
        this.only = only;
    }

    @Override
    public AsyncMemcachedClient async() {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public MemcachedClient withTimeout(Duration timeout) {
        return this;
    }

    @Override
    public MemcachedClient on(NodeAddress node) {
        if (!servers.addresses().contains(node)) {
            throw new IllegalArgumentException("the node must be one of this client's: node=" + node);
        }
        return new HeapMemcachedClient(servers, node);
    }

    @Override
    public ClientSettings settings() {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public List<NodeAddress> nodes() {
        return only == null ? servers.addresses() : List.of(only);
    }

    @Override
    public NodeAddress nodeOf(byte[] key) {
        return only == null ? servers.nodeOf(key) : only;
    }

    @Override
    public @Nullable Item get(byte[] key) {
        return step("get", key, node -> new ItemPair(item(node.get(key)), null)).item();
    }

    @Override
    public ItemPair getWithCompanion(byte[] key, byte[] companionKey) {
        return step("get", key, node -> {
            Item companion = item(node.get(companionKey));
            return new ItemPair(item(node.get(key)), companion);
        });
    }

    @Override
    public BulkResult<@Nullable Item> getAll(List<byte[]> keys) {
        return bulk(keys.size(), i -> get(keys.get(i)));
    }

    @Override
    public BulkResult<ItemPair> getAllWithCompanion(List<byte[]> keys, byte[] companionKey) {
        Map<NodeAddress, @Nullable Item> companions = new HashMap<>();
        return bulk(keys.size(), i -> {
            NodeAddress node = nodeOf(keys.get(i));
            if (!companions.containsKey(node)) {
                companions.put(node, on(node).get(companionKey));
            }
            return new ItemPair(get(keys.get(i)), companions.get(node));
        });
    }

    @Override
    public WriteResult set(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return step("set", key, node -> put(node, key, value, clientFlags, timeToLive));
    }

    @Override
    public WriteResult add(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return step(
                "add",
                key,
                node -> node.get(key) == null ? put(node, key, value, clientFlags, timeToLive) : WriteResult.EXISTS);
    }

    @Override
    public WriteResult replace(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public WriteResult cas(byte[] key, long casToken, byte[] value, int clientFlags, long timeToLive) {
        return step("cas", key, node -> {
            Held held = node.get(key);
            if (held == null) {
                return WriteResult.NOT_FOUND;
            }
            return held.token == casToken ? put(node, key, value, clientFlags, timeToLive) : WriteResult.EXISTS;
        });
    }

    @Override
    public WriteResult append(byte[] key, long casToken, byte[] value) {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public WriteResult prepend(byte[] key, long casToken, byte[] value) {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public WriteResult delete(byte[] key, long casToken) {
        return step("delete", key, node -> {
            Held held = node.get(key);
            if (held == null) {
                return WriteResult.NOT_FOUND;
            }
            if (casToken != ANY_TOKEN && held.token != casToken) {
                return WriteResult.EXISTS;
            }
            node.remove(key);
            return WriteResult.REMOVED;
        });
    }

    @Override
    public BulkResult<WriteResult> setAll(List<StoreRequest> items) {
        return bulk(items.size(), i -> {
            StoreRequest item = items.get(i);
            return set(item.key(), item.value(), item.clientFlags(), item.timeToLive());
        });
    }

    @Override
    public BulkResult<WriteResult> deleteAll(List<byte[]> keys) {
        return bulk(keys.size(), i -> delete(keys.get(i), ANY_TOKEN));
    }

    @Override
    public OptionalLong increment(byte[] key, long delta) {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public long increment(byte[] key, long delta, long initial, long timeToLive) {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public OptionalLong decrement(byte[] key, long delta) {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public long decrement(byte[] key, long delta, long initial, long timeToLive) {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public boolean touch(byte[] key, long timeToLive) {
        return step("touch", key, node -> {
            Held held = node.get(key);
            if (held != null) {
                node.touch(key, held, timeToLive);
            }
            return held != null;
        });
    }

    @Override
    public @Nullable Item getAndTouch(byte[] key, long timeToLive) {
        return step("touch", key, node -> {
                    Held held = node.get(key);
                    if (held != null) {
                        node.touch(key, held, timeToLive);
                    }
                    return new ItemPair(item(held), null);
                })
                .item();
    }

    @Override
    public void flush() {
        servers.addresses().forEach(servers::restart);
    }

    @Override
    public Map<NodeAddress, Map<String, String>> stats(String group) {
        Map<NodeAddress, Map<String, String>> stats = new LinkedHashMap<>();
        nodes().forEach(node -> stats.put(node, Map.of("item_size_max", String.valueOf(servers.maxItemSize()))));
        return stats;
    }

    @Override
    public Map<NodeAddress, String> versions() {
        throw new UnsupportedOperationException("nobody uses this");
    }

    @Override
    public KeyCursor keys() {
        Map<NodeAddress, List<byte[]>> keys = new LinkedHashMap<>();
        nodes().forEach(node -> keys.put(node, servers.at(node, Node::keys)));
        return new HeapKeys(keys);
    }

    @Override
    public List<NodeMetrics> metrics() {
        return List.of();
    }

    @Override
    public void close() {}

    private <T extends @Nullable Object> T step(String operation, byte[] key, HeapMemcachedServers.Step<T> step) {
        if (key.length < 1 || key.length > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a key must be 1 to 250 bytes: length=" + key.length);
        }
        HeapMemcachedServers.Fault fault = servers.fault();
        fault.before(operation, key);
        T result = servers.at(nodeOf(key), step);
        fault.after(operation, key);
        return result;
    }

    private WriteResult put(Node node, byte[] key, byte[] value, int clientFlags, long timeToLive) {
        int max = servers.maxItemSize() - ITEM_OVERHEAD - key.length;
        if (value.length > max) {
            throw new ItemTooLargeException(
                    "a value must not be longer than the node takes: valueLength=" + value.length + ", max=" + max,
                    value.length,
                    max);
        }
        return new WriteResult(io.slabcache.client.WriteStatus.DONE, node.put(key, value, clientFlags, timeToLive));
    }

    private static @Nullable Item item(@Nullable Held held) {
        return held == null ? null : new Item(held.value.clone(), held.flags, held.token);
    }

    private static <T extends @Nullable Object> BulkResult<T> bulk(int size, IntFunction<T> operation) {
        List<@Nullable T> results = new ArrayList<>();
        List<@Nullable MemcachedException> failures = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            try {
                results.add(operation.apply(i));
                failures.add(null);
            } catch (MemcachedException e) {
                results.add(null);
                failures.add(e);
            }
        }
        return new HeapBulk<>(results, failures);
    }

    /** Results beside failures. */
    private record HeapBulk<T extends @Nullable Object>(
            List<@Nullable T> results, List<@Nullable MemcachedException> all) implements BulkResult<T> {
        @Override
        public int size() {
            return results.size();
        }

        @Override
        @SuppressWarnings("NullAway") // Null is a result where T says so.
        public T get(int index) {
            MemcachedException failure = all.get(index);
            if (failure != null) {
                throw failure;
            }
            return results.get(index);
        }

        @Override
        public @Nullable MemcachedException failure(int index) {
            return all.get(index);
        }

        @Override
        public List<MemcachedException> failures() {
            Set<MemcachedException> once = new LinkedHashSet<>();
            for (MemcachedException failure : all) {
                if (failure != null) {
                    once.add(failure);
                }
            }
            return List.copyOf(once);
        }

        @Override
        public List<T> values() {
            List<T> values = new ArrayList<>();
            for (int i = 0; i < size(); i++) {
                values.add(get(i));
            }
            return values;
        }
    }

    /** A walk over keys that were collected. */
    private static final class HeapKeys implements KeyCursor {
        private final Iterator<Map.Entry<NodeAddress, List<byte[]>>> nodes;
        private @Nullable NodeAddress node;
        private Iterator<byte[]> rest = List.<byte[]>of().iterator();
        private byte[] key = {};

        private HeapKeys(Map<NodeAddress, List<byte[]>> keys) {
            nodes = keys.entrySet().iterator();
        }

        @Override
        public boolean advance() {
            while (!rest.hasNext() && nodes.hasNext()) {
                Map.Entry<NodeAddress, List<byte[]>> next = nodes.next();
                node = next.getKey();
                rest = next.getValue().iterator();
            }
            if (!rest.hasNext()) {
                return false;
            }
            key = rest.next();
            return true;
        }

        @Override
        public byte[] key() {
            return key.clone();
        }

        @Override
        public NodeAddress node() {
            return java.util.Objects.requireNonNull(node);
        }

        @Override
        public void close() {}
    }
}
