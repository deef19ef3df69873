package io.slabcache.server;

import com.spotify.folsom.AsciiMemcacheClient;
import com.spotify.folsom.BinaryMemcacheClient;
import com.spotify.folsom.ConnectFuture;
import com.spotify.folsom.GetResult;
import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheClientBuilder;
import com.spotify.folsom.MemcacheStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Folsom. */
final class FolsomClient implements OtherClient {
    private final MemcacheClient<String> client;
    private final Counter counter;

    /** What the clients of its two protocols do not have in common. */
    private interface Counter {
        CompletionStage<Long> count(String key, long by);
    }

    private FolsomClient(MemcacheClient<String> client, Counter counter) throws Exception {
        this.client = client;
        this.counter = counter;
        result(ConnectFuture.connectFuture(client));
    }

    private static MemcacheClientBuilder<String> builder(int port) {
        return MemcacheClientBuilder.newStringClient()
                .withAddress("127.0.0.1", port)
                .withConnectionTimeoutMillis(JavaClient.PATIENCE.toMillis());
    }

    static OtherClient text(int port) throws Exception {
        AsciiMemcacheClient<String> text = builder(port).connectAscii();
        return new FolsomClient(text, (key, by) -> by < 0 ? text.decr(key, -by) : text.incr(key, by));
    }

    static OtherClient binary(int port) throws Exception {
        return binary(builder(port));
    }

    static OtherClient authenticated(int port, String user, String password) throws Exception {
        return binary(builder(port).withUsernamePassword(user, password));
    }

    private static OtherClient binary(MemcacheClientBuilder<String> builder) throws Exception {
        BinaryMemcacheClient<String> binary = builder.connectBinary();
        return new FolsomClient(binary, (key, by) -> by < 0 ? binary.decr(key, -by, 0, 0) : binary.incr(key, by, 0, 0));
    }

    private static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(JavaClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isDone(CompletionStage<MemcacheStatus> stage) throws Exception {
        MemcacheStatus status = result(stage);
        return switch (status) {
            case OK -> true;
            case KEY_NOT_FOUND, KEY_EXISTS, ITEM_NOT_STORED -> false;
            default -> throw new IllegalStateException("refused: status=" + status);
        };
    }

    @Override
    public boolean store(Mode mode, String key, String value, int seconds) throws Exception {
        return isDone(
                switch (mode) {
                    case SET -> client.set(key, value, seconds);
                    case ADD -> client.add(key, value, seconds);
                    case REPLACE -> client.replace(key, value, seconds);
                    case APPEND -> client.append(key, value);
                    case PREPEND -> client.prepend(key, value);
                });
    }

    @Override
    public @Nullable String get(String key) throws Exception {
        return result(client.get(key));
    }

    @Override
    public Map<String, String> getAll(List<String> keys) throws Exception {
        return result(client.getAsMap(keys));
    }

    @Override
    public @Nullable Versioned gets(String key) throws Exception {
        GetResult<String> value = result(client.casGet(key));
        return value == null ? null : new Versioned(value.getValue(), value.getCas());
    }

    @Override
    public boolean compareAndSet(String key, long casToken, String value) throws Exception {
        return isDone(client.set(key, value, 0, casToken));
    }

    @Override
    public boolean delete(String key) throws Exception {
        return isDone(client.delete(key));
    }

    @Override
    public boolean touch(String key, int seconds) throws Exception {
        return isDone(client.touch(key, seconds));
    }

    @Override
    public long count(String key, long by) throws Exception {
        return result(counter.count(key, by));
    }

    @Override
    public void flush() throws Exception {
        if (!isDone(client.flushAll(0))) {
            throw new IllegalStateException("not flushed");
        }
    }

    @Override
    public Map<String, String> statistics() throws Exception {
        return result(client.getStats("")).values().iterator().next().getStats();
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
