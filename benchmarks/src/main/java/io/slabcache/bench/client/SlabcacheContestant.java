package io.slabcache.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slabcache.client.BulkResult;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.WriteStatus;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Our client with its default settings. Users have strings: turning them into bytes is part of each operation. */
final class SlabcacheContestant implements Contestant {
    static final int DEFAULT_CONNECTIONS = 0;

    private final MemcachedClient client;
    private final Keys keys;
    private final Charset charset;
    private final boolean writes;

    private SlabcacheContestant(MemcachedClient client, Keys keys, Charset charset, boolean writes) {
        this.client = client;
        this.keys = keys;
        this.charset = charset;
        this.writes = writes;
    }

    /** Connects; there are items of its own to read. */
    static SlabcacheContestant withItems(List<InetSocketAddress> nodes, int connections) {
        return new SlabcacheContestant(connect(nodes, connections), Keys.startingWith('u'), UTF_8, true);
    }

    /** Connects, to read the items of the cache that is on the servers. */
    static SlabcacheContestant ofCache(List<InetSocketAddress> nodes) {
        MemcachedClient client = connect(nodes, DEFAULT_CONNECTIONS);
        return new SlabcacheContestant(client, Keys.of(CacheKeys.of(client)), ISO_8859_1, false);
    }

    /** Returns the keys of the cache that is on the servers. */
    static String[] cacheKeys(List<InetSocketAddress> nodes) {
        try (MemcachedClient client = connect(nodes, DEFAULT_CONNECTIONS)) {
            return CacheKeys.of(client);
        }
    }

    private static MemcachedClient connect(List<InetSocketAddress> nodes, int connections) {
        MemcachedClientBuilder builder = MemcachedClient.builder().connectionsPerNode(connections);
        for (InetSocketAddress node : nodes) {
            builder.nodes(node.getHostString() + ":" + node.getPort());
        }
        return builder.build();
    }

    @Override
    public void prepare() {
        if (!writes) {
            return;
        }
        for (int i = 0; i < KEYS; i++) {
            set(i, Keys.value(i));
        }
    }

    @Override
    public int get(int key) {
        Item item = client.get(keys.names()[key].getBytes(charset));
        return item == null ? -1 : item.value().length;
    }

    @Override
    public Future<?> begin(int key) {
        return client.async().get(keys.names()[key].getBytes(charset)).toCompletableFuture();
    }

    @Override
    public int getAll(KeyLists kind, int list) {
        List<String> names = keys.list(kind, list);
        List<byte[]> bytes = new ArrayList<>(names.size());
        for (String name : names) {
            bytes.add(name.getBytes(charset));
        }
        BulkResult<@Nullable Item> result = client.getAll(bytes);
        int found = 0;
        for (int i = 0; i < result.size(); i++) {
            if (result.get(i) != null) {
                found++;
            }
        }
        return found;
    }

    @Override
    public void set(int key, byte[] value) {
        WriteStatus status =
                client.set(keys.names()[key].getBytes(charset), value, 0, 0).status();
        if (status != WriteStatus.DONE) {
            throw new IllegalStateException("not stored: status=" + status);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
