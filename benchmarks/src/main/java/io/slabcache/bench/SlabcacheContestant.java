package io.slabcache.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slabcache.client.BulkResult;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.WriteStatus;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Our client with its default settings. Users have strings: turning them into bytes is part of each operation. */
final class SlabcacheContestant implements Contestant {
    static final int DEFAULT_CONNECTIONS = 0;

    private final Keys keys = Keys.startingWith('u');
    private final MemcachedClient client;

    SlabcacheContestant(List<InetSocketAddress> nodes, int connections) {
        MemcachedClientBuilder builder = MemcachedClient.builder().connectionsPerNode(connections);
        for (InetSocketAddress node : nodes) {
            builder.nodes(node.getHostString() + ":" + node.getPort());
        }
        client = builder.build();
    }

    @Override
    public void prepare() {
        for (int i = 0; i < KEYS; i++) {
            set(i, Keys.value(i));
        }
    }

    @Override
    public int get(int key) {
        Item item = client.get(keys.names()[key].getBytes(UTF_8));
        return item == null ? -1 : item.value().length;
    }

    @Override
    public Future<?> begin(int key) {
        return client.async().get(keys.names()[key].getBytes(UTF_8)).toCompletableFuture();
    }

    @Override
    public int getAll(KeyLists kind, int list) {
        List<String> names = keys.list(kind, list);
        List<byte[]> bytes = new ArrayList<>(names.size());
        for (String name : names) {
            bytes.add(name.getBytes(UTF_8));
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
                client.set(keys.names()[key].getBytes(UTF_8), value, 0, 0).status();
        if (status != WriteStatus.DONE) {
            throw new IllegalStateException("not stored: status=" + status);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
