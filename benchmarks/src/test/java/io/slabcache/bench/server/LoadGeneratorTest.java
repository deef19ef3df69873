package io.slabcache.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.bench.client.MemcachedServer;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a real memcached. */
class LoadGeneratorTest {
    private static MemcachedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = MemcachedServer.start(64);
        LoadKeys.store(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void repeat_pipelines_countsWhatTheServerCounts(Wire wire) throws Exception {
        try (BinaryConnection connection = new BinaryConnection(server.port());
                LoadGenerator generator = new LoadGenerator(server.port(), new Requests(wire, 11), 5, 16)) {
            Map<String, String> before = connection.statistics();
            LoadGenerator.Outcome outcome = generator.repeat(50);
            Map<String, String> after = connection.statistics();

            long gets = grown("cmd_get", before, after);
            long sets = grown("cmd_set", before, after);
            assertThat(outcome.operations()).isEqualTo(gets + sets).isPositive();
            assertThat(gets / (double) sets).isBetween(9.5, 10.5);
        }
    }

    private static long grown(String name, Map<String, String> before, Map<String, String> after) {
        return Long.parseLong(after.get(name)) - Long.parseLong(before.get(name));
    }

    @ParameterizedTest
    @EnumSource
    void offer_rate_sendsAsMany(Wire wire) throws Exception {
        try (LoadGenerator generator = new LoadGenerator(server.port(), new Requests(wire, 11), 5, 1)) {
            LoadGenerator.Outcome outcome = generator.offer(2000, 100);

            assertThat(outcome.operations()).isBetween(199L, 201L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeat_keysThatAreAbsent_fails(Wire wire) throws Exception {
        try (MemcachedServer empty = MemcachedServer.start(64);
                LoadGenerator generator = new LoadGenerator(empty.port(), new Requests(wire, 0), 1, 16)) {
            assertThatThrownBy(() -> generator.repeat(20)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void awaitHits_someKeysThere_tellsWhich() throws Exception {
        try (BinaryConnection connection = new BinaryConnection(server.port())) {
            connection.getQuietly(3, LoadKeys.SHAPE.key(1));
            connection.getQuietly(4, LoadKeys.SHAPE.key(LoadKeys.COUNT));
            connection.getQuietly(5, LoadKeys.SHAPE.key(2));

            assertThat(connection.awaitHits()).isEqualTo(BitSet.valueOf(new long[] {0b101000}));
        }
    }

    @Test
    void awaitAll_valueThatIsTooLarge_fails() throws Exception {
        try (BinaryConnection connection = new BinaryConnection(server.port())) {
            connection.setQuietly(LoadKeys.SHAPE.key(0), new byte[2 << 20]);

            assertThatThrownBy(connection::awaitAll)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("status=3");
        }
        LoadKeys.store(server.port());
    }
}
