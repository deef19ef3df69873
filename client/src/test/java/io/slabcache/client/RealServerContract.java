package io.slabcache.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slabcache.client.testing.Calls;
import io.slabcache.client.testing.RealMemcached;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the contract tests share: a real server, a client of it, called in each of the ways, and keys that nobody used yet. */
@ParameterizedClass
@EnumSource(Calls.class)
@Timeout(60)
abstract class RealServerContract {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final AtomicInteger KEYS = new AtomicInteger();
    private static @Nullable RealMemcached server;

    final MemcachedClient client;
    private final MemcachedClient opened;

    RealServerContract(Calls calls) {
        opened = MemcachedClient.builder()
                .node(server().address())
                .operationTimeout(TIMEOUT)
                .build();
        client = calls.of(opened);
    }

    @BeforeAll
    static void startServer() {
        server = RealMemcached.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @AfterEach
    void closeClient() {
        opened.close();
    }

    static RealMemcached server() {
        return Objects.requireNonNull(server);
    }

    /** A key that no test has used. */
    static byte[] newKey() {
        return bytes("key-" + KEYS.incrementAndGet());
    }

    static List<byte[]> newKeys(int count) {
        List<byte[]> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(newKey());
        }
        return keys;
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** The item, which must be there. */
    Item present(byte[] key) {
        Item item = client.get(key);
        if (item == null) {
            throw new AssertionError("the item must be there: key=" + text(key));
        }
        return item;
    }

    /** The value as text of an item, which must be there. */
    String value(byte[] key) {
        return text(present(key).value());
    }
}
