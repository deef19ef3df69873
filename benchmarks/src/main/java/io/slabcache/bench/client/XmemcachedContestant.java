package io.slabcache.bench.client;

import java.net.InetSocketAddress;
import java.util.List;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.impl.KetamaMemcachedSessionLocator;

/** xmemcached: it has no asynchronous form. */
final class XmemcachedContestant implements Contestant {
    private final Keys keys = Keys.startingWith('x');
    private final MemcachedClient client;

    XmemcachedContestant(List<InetSocketAddress> nodes) throws Exception {
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(nodes);
        builder.setCommandFactory(new BinaryCommandFactory());
        builder.setSessionLocator(new KetamaMemcachedSessionLocator());
        client = builder.build();
        client.setEnableHeartBeat(false);
    }

    @Override
    public void prepare() throws Exception {
        for (int i = 0; i < KEYS; i++) {
            set(i, Keys.value(i));
        }
    }

    @Override
    public int get(int key) throws Exception {
        byte[] value = client.get(keys.names()[key]);
        return value == null ? -1 : value.length;
    }

    @Override
    public int getAll(KeyLists kind, int list) throws Exception {
        return client.get(keys.list(kind, list)).size();
    }

    @Override
    public void set(int key, byte[] value) throws Exception {
        if (!client.set(keys.names()[key], 0, value)) {
            throw new IllegalStateException("not stored: key=" + keys.names()[key]);
        }
    }

    @Override
    public void close() throws Exception {
        client.shutdown();
    }
}
