package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exchanges that were recorded from memcached, with this project's node. */
@Timeout(60)
class TextConformanceTest {
    private static @Nullable MemcachedServer server;

    static List<Exchange> exchanges() {
        return Stream.of(ExchangeTable.text(), ExchangeTable.textOfNodes())
                .flatMap(List::stream)
                .toList();
    }

    static List<Exchange> fixedExchanges() {
        return exchanges().stream().filter(Exchange::isFixed).toList();
    }

    @BeforeAll
    static void startServer() throws IOException {
        server = MemcachedServer.start(ServerSettings.builder().port(0).build());
    }

    @AfterAll
    static void stopServer() {
        Objects.requireNonNull(server).close();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void exchange_ownNode_answersAsRecorded(Exchange exchange) throws IOException {
        play(exchange);
    }

    @ParameterizedTest
    @MethodSource("fixedExchanges")
    void exchange_inOnePacket_answersAsRecorded(Exchange exchange) throws IOException {
        play(exchange.joined());
    }

    private static void play(Exchange exchange) throws IOException {
        int port = Objects.requireNonNull(server).port();
        try (SocketConnection connection = new SocketConnection("127.0.0.1", port)) {
            assertThat(connection
                            .exchange("flush_all\r\n".getBytes(StandardCharsets.US_ASCII))
                            .bytes())
                    .asString()
                    .isEqualTo("OK\r\n");
            exchange.play(connection);
        }
    }
}
