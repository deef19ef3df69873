package io.slabcache.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.auth.AuthDescriptor;
import net.spy.memcached.auth.PlainCallbackHandler;
import org.jspecify.annotations.Nullable;

/** spymemcached. */
final class SpymemcachedClient implements OtherClient {
    private final MemcachedClient client;

    private SpymemcachedClient(int port, ConnectionFactoryBuilder builder) throws IOException {
        System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
        client = new MemcachedClient(
                builder.setOpTimeout(JavaClient.PATIENCE.toMillis())
                        .setDaemon(true)
                        .build(),
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    static OtherClient text(int port) throws IOException {
        return new SpymemcachedClient(
                port, new ConnectionFactoryBuilder().setProtocol(ConnectionFactoryBuilder.Protocol.TEXT));
    }

    static OtherClient binary(int port) throws IOException {
        return new SpymemcachedClient(
                port, new ConnectionFactoryBuilder().setProtocol(ConnectionFactoryBuilder.Protocol.BINARY));
    }

    static OtherClient authenticated(int port, String user, String password) throws IOException {
        return new SpymemcachedClient(
                port,
                new ConnectionFactoryBuilder()
                        .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                        .setAuthDescriptor(
                                new AuthDescriptor(new String[] {"PLAIN"}, new PlainCallbackHandler(user, password))));
    }

    @Override
    public boolean store(Mode mode, String key, String value, int seconds) throws Exception {
        Future<Boolean> stored = switch (mode) {
            case SET -> client.set(key, seconds, value);
            case ADD -> client.add(key, seconds, value);
            case REPLACE -> client.replace(key, seconds, value);
            case APPEND -> client.append(key, value);
            case PREPEND -> client.prepend(key, value);
        };
        return stored.get();
    }

    @Override
    public @Nullable String get(String key) {
        return (String) client.get(key);
    }

    @Override
    public Map<String, String> getAll(List<String> keys) {
        Map<String, String> values = new HashMap<>();
        client.getBulk(keys).forEach((key, value) -> values.put(key, (String) value));
        return values;
    }

    @Override
    public @Nullable Versioned gets(String key) {
        CASValue<Object> value = client.gets(key);
        return value == null ? null : new Versioned((String) value.getValue(), value.getCas());
    }

    @Override
    public boolean compareAndSet(String key, long casToken, String value) {
        return client.cas(key, casToken, 0, value) == CASResponse.OK;
    }

    @Override
    public boolean delete(String key) throws Exception {
        return client.delete(key).get();
    }

    @Override
    public boolean touch(String key, int seconds) throws Exception {
        return client.touch(key, seconds).get();
    }

    @Override
    public long count(String key, long by) {
        return by < 0 ? client.decr(key, -by) : client.incr(key, by);
    }

    @Override
    public void flush() throws Exception {
        if (!client.flush().get()) {
            throw new IllegalStateException("not flushed");
        }
    }

    @Override
    public Map<String, String> statistics() {
        return client.getStats().values().iterator().next();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
