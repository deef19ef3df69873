package io.slabcache.bench.client;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Locator;
import net.spy.memcached.ConnectionFactoryBuilder.Protocol;
import net.spy.memcached.MemcachedClient;

/** spymemcached: one connection per node is all it has. */
final class SpymemcachedContestant implements Contestant {
    private final Keys keys = Keys.startingWith('s');
    private final MemcachedClient client;

    SpymemcachedContestant(List<InetSocketAddress> nodes) throws Exception {
        client = new MemcachedClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(Protocol.BINARY)
                        .setLocatorType(Locator.CONSISTENT)
                        .setDaemon(true)
                        .build(),
                nodes);
    }

    @Override
    public void prepare() throws Exception {
        for (int i = 0; i < KEYS; i++) {
            set(i, Keys.value(i));
        }
    }

    @Override
    public int get(int key) {
        byte[] value = (byte[]) client.get(keys.names()[key]);
        return value == null ? -1 : value.length;
    }

    @Override
    public Future<?> begin(int key) {
        return client.asyncGet(keys.names()[key]);
    }

    @Override
    public int getAll(KeyLists kind, int list) {
        return client.getBulk(keys.list(kind, list)).size();
    }

    @Override
    public void set(int key, byte[] value) throws Exception {
        if (!client.set(keys.names()[key], 0, value).get()) {
            throw new IllegalStateException("not stored: key=" + keys.names()[key]);
        }
    }

    @Override
    public void close() {
        client.shutdown(1, TimeUnit.SECONDS);
    }
}
