package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.protocol.testing.Exchange;
import io.slabcache.protocol.testing.ExchangeTable;
import io.slabcache.protocol.testing.SocketConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of text exchanges say what a real memcached answers. */
class TextExchangesOnMemcachedTest {
    private static @Nullable RealMemcached server;

    @BeforeAll
    static void start() {
        server = RealMemcached.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    static List<Exchange> exchanges() {
        return Stream.of(ExchangeTable.text(), ExchangeTable.textOfNodes())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void exchange_realMemcached_answersAsRecorded(Exchange exchange) throws IOException {
        RealMemcached running = Objects.requireNonNull(server);
        try (SocketConnection connection =
                new SocketConnection(running.address().host(), running.port())) {
            assertThat(connection
                            .exchange("flush_all\r\n".getBytes(StandardCharsets.US_ASCII))
                            .bytes())
                    .asString()
                    .isEqualTo("OK\r\n");
            exchange.playToMemcached(connection);
        }
    }
}
