package io.slabcache.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.auth.AuthInfo;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import org.jspecify.annotations.Nullable;

/** xmemcached. */
final class XmemcachedClient implements OtherClient {
    private final MemcachedClient client;

    private XmemcachedClient(int port, CommandFactory protocol, @Nullable AuthInfo login) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(List.of(address));
        builder.setCommandFactory(protocol);
        builder.setOpTimeout(JavaClient.PATIENCE.toMillis());
        if (login != null) {
            builder.addAuthInfo(address, login);
        }
        client = builder.build();
    }

    static OtherClient text(int port) throws IOException {
        return new XmemcachedClient(port, new TextCommandFactory(), null);
    }

    static OtherClient binary(int port) throws IOException {
        return new XmemcachedClient(port, new BinaryCommandFactory(), null);
    }

    static OtherClient authenticated(int port, String user, String password) throws IOException {
        return new XmemcachedClient(port, new BinaryCommandFactory(), AuthInfo.plain(user, password));
    }

    @Override
    public boolean store(Mode mode, String key, String value, int seconds) throws Exception {
        return switch (mode) {
            case SET -> client.set(key, seconds, value);
            case ADD -> client.add(key, seconds, value);
            case REPLACE -> client.replace(key, seconds, value);
            case APPEND -> client.append(key, value);
            case PREPEND -> client.prepend(key, value);
        };
    }

    @Override
    public @Nullable String get(String key) throws Exception {
        return client.get(key);
    }

    @Override
    public Map<String, String> getAll(List<String> keys) throws Exception {
        Map<String, String> values = client.get(keys);
        return values == null ? Map.of() : values;
    }

    @Override
    public @Nullable Versioned gets(String key) throws Exception {
        GetsResponse<String> value = client.gets(key);
        return value == null ? null : new Versioned(value.getValue(), value.getCas());
    }

    @Override
    public boolean compareAndSet(String key, long casToken, String value) throws Exception {
        return client.cas(key, 0, value, casToken);
    }

    @Override
    public boolean delete(String key) throws Exception {
        return client.delete(key);
    }

    @Override
    public boolean touch(String key, int seconds) throws Exception {
        return client.touch(key, seconds);
    }

    @Override
    public long count(String key, long by) throws Exception {
        return by < 0 ? client.decr(key, -by) : client.incr(key, by);
    }

    @Override
    public void flush() throws Exception {
        client.flushAll();
    }

    @Override
    public Map<String, String> statistics() throws Exception {
        return client.getStats().values().iterator().next();
    }

    @Override
    public void close() throws IOException {
        client.shutdown();
    }
}
