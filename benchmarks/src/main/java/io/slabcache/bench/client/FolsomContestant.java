package io.slabcache.bench.client;

import com.spotify.folsom.BinaryMemcacheClient;
import com.spotify.folsom.ConnectFuture;
import com.spotify.folsom.MemcacheClientBuilder;
import com.spotify.folsom.MemcacheStatus;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Folsom. */
final class FolsomContestant implements Contestant {
    private final Keys keys = Keys.startingWith('f');
    private final BinaryMemcacheClient<byte[]> client;

    FolsomContestant(List<InetSocketAddress> nodes) throws Exception {
        MemcacheClientBuilder<byte[]> builder = MemcacheClientBuilder.newByteArrayClient();
        for (InetSocketAddress node : nodes) {
            builder.withAddress(node.getHostString(), node.getPort());
        }
        // Faster than its default, which hands each reply to another thread.
        builder.withReplyExecutor(Runnable::run);
        client = builder.connectBinary();
        ConnectFuture.connectFuture(client).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void prepare() throws Exception {
        for (int i = 0; i < KEYS; i++) {
            set(i, Keys.value(i));
        }
    }

    @Override
    public int get(int key) throws Exception {
        byte[] value = client.get(keys.names()[key]).toCompletableFuture().get();
        return value == null ? -1 : value.length;
    }

    @Override
    public Future<?> begin(int key) {
        return client.get(keys.names()[key]).toCompletableFuture();
    }

    @Override
    public int getAll(KeyLists kind, int list) throws Exception {
        int found = 0;
        for (byte[] value :
                client.get(keys.list(kind, list)).toCompletableFuture().get()) {
            if (value != null) {
                found++;
            }
        }
        return found;
    }

    @Override
    public void set(int key, byte[] value) throws Exception {
        MemcacheStatus status =
                client.set(keys.names()[key], value, 0).toCompletableFuture().get();
        if (status != MemcacheStatus.OK) {
            throw new IllegalStateException("not stored: status=" + status);
        }
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
