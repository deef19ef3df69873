package io.slabcache.client.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.TypedMemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.spy.memcached.ConnectionFactoryBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What spymemcached and xmemcached store over a real memcached ours reads, and the other way round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaClientsInteropTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int SECONDS = 60;
    private static final ObjectInputFilter FILTER =
            ObjectInputFilter.Config.createFilter("io.slabcache.**;java.lang.*;java.math.*;java.util.*");

    private RealMemcached server;
    private MemcachedClient client;
    private TypedMemcachedClient<Object> typed;
    private TypedMemcachedClient<Object> whalin;
    private net.spy.memcached.MemcachedClient spymemcached;
    private XMemcachedClient xmemcached;
    private final net.spy.memcached.transcoders.WhalinTranscoder theirWhalin =
            new net.spy.memcached.transcoders.WhalinTranscoder();

    @BeforeAll
    void start() throws IOException {
        server = RealMemcached.start();
        client = MemcachedClient.builder()
                .node(server.address())
                .operationTimeout(PATIENCE)
                .build();
        typed = client.typed(new SpymemcachedTranscoder().withSerialization(FILTER));
        whalin = client.typed(new WhalinTranscoder().withSerialization(FILTER));
        System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
        List<InetSocketAddress> addresses =
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        spymemcached = new net.spy.memcached.MemcachedClient(
                new ConnectionFactoryBuilder()
                        .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                        .setOpTimeout(PATIENCE.toMillis())
                        .setDaemon(true)
                        .build(),
                addresses);
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(addresses);
        builder.setCommandFactory(new BinaryCommandFactory());
        builder.setOpTimeout(PATIENCE.toMillis());
        xmemcached = (XMemcachedClient) builder.build();
    }

    @AfterAll
    void stop() throws IOException {
        if (xmemcached != null) {
            xmemcached.shutdown();
        }
        if (spymemcached != null) {
            spymemcached.shutdown();
        }
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    static Stream<Object> values() {
        return Stream.concat(
                JavaFormatsTest.values(),
                Stream.of(new JavaFormatsTest.Point(1, 2), (short) 300, 'c', new java.math.BigDecimal("1.5")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void spymemcached_everyType_bothWays(Object value) throws InterruptedException, ExecutionException {
        assertThat(spymemcached.set("spy", SECONDS, value).get()).isTrue();
        assertThat(typed.get("spy")).isEqualTo(value);
        assertThat(typed.set("ours", value, MINUTE).isDone()).isTrue();
        assertThat(spymemcached.get("ours")).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void xmemcached_everyType_bothWays(Object value) throws InterruptedException, TimeoutException, MemcachedException {
        assertThat(xmemcached.set("xmc", SECONDS, value)).isTrue();
        assertThat(typed.get("xmc")).isEqualTo(value);
        assertThat(typed.set("ours-x", value, MINUTE).isDone()).isTrue();
        Object read = xmemcached.get("ours-x");
        assertThat(read).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void whalin_everyType_bothWays(Object value) throws InterruptedException, ExecutionException {
        assertThat(spymemcached.set("whalin", SECONDS, value, theirWhalin).get())
                .isTrue();
        assertThat(whalin.get("whalin")).isEqualTo(value);
        assertThat(whalin.set("ours-w", value, MINUTE).isDone()).isTrue();
        assertThat(spymemcached.get("ours-w", theirWhalin)).isEqualTo(value);
    }

    /** Their counters are decimal digits too, and both leave blanks behind a number that became shorter. */
    @Test
    void counters_ofAllClients_theSame() throws InterruptedException, TimeoutException, MemcachedException {
        assertThat(spymemcached.incr("n", 1, 10, SECONDS)).isEqualTo(10);
        assertThat(typed.count("n")).hasValue(10);
        assertThat(typed.decrement("n", 1)).hasValue(9);
        assertThat(client.typed(new StringTranscoder()).get("n")).isEqualTo("9 ");
        assertThat(typed.count("n")).hasValue(9);
        assertThat(client.typed(new CounterTranscoder()).get("n")).isEqualTo(9);
        assertThat(xmemcached.incr("n", 5, 0)).isEqualTo(14);
        assertThat(typed.increment("n", 1, 0, MINUTE)).isEqualTo(15);
        assertThat(spymemcached.incr("n", 1)).isEqualTo(16);
        assertThat(client.typed(new CounterTranscoder())
                        .set("n", 99L, TypedMemcachedClient.FOR_EVER)
                        .isDone())
                .isTrue();
        assertThat(xmemcached.incr("n", 1, 0)).isEqualTo(100);
    }

    @Test
    void plainText_allClients_theSame() throws InterruptedException, ExecutionException {
        TypedMemcachedClient<String> strings = client.typed(new StringTranscoder());
        assertThat(spymemcached.set("text", SECONDS, "straße").get()).isTrue();
        assertThat(strings.get("text")).isEqualTo("straße");
        strings.set("text2", "\uD83D\uDE00", MINUTE);
        assertThat(spymemcached.get("text2")).isEqualTo("\uD83D\uDE00");
    }
}
