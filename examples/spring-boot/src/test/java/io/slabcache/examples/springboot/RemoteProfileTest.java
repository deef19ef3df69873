package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application with its caches on a memcached, or on a node of this project. */
class RemoteProfileTest extends CatalogueContractTest {
    @TempDir
    static Path directory;

    private static RealMemcached memcached;
    private static RunningCatalogue catalogue;

    @BeforeAll
    static void start() throws IOException {
        memcached = RealMemcached.start();
        catalogue = RunningCatalogue.start(RemoteConfiguration.arguments(directory, memcached.address()));
    }

    @AfterAll
    static void stop() {
        catalogue.close();
        memcached.close();
    }

    @Override
    Visitor visitor() {
        return catalogue.visitor();
    }

    @Test
    void meters_ofTheServer_moveWithEachRequest() {
        Visitor visitor = visitor();
        String node = "?tag=node:" + memcached.address();
        double requests = visitor.metric("cache.node.requests" + node);
        double received = visitor.metric("cache.node.traffic" + node + "&tag=direction:read");

        visitor.get("/products/HB-M12x80-ST");

        await().until(() -> visitor.metric("cache.node.requests" + node) > requests);
        assertThat(visitor.metric("cache.node.traffic" + node + "&tag=direction:read"))
                .isGreaterThan(received);
        assertThat(visitor.metric("cache.node.up" + node)).isEqualTo(1);
        assertThat(visitor.metric("cache.node.failures" + node)).isZero();
        assertThat(visitor.metric("cache.failures")).isZero();
        assertThat(visitor.get("/actuator/metrics/cache.offheap.used").status())
                .as("memory, of which the caches use none here")
                .isEqualTo(404);
    }

    /** So that a run that is for this project's nodes is not one on memcached, nor the other way round. */
    @Test
    void server_isTheOneThatTheRunIsFor() {
        try (MemcachedClient client =
                MemcachedClient.builder().nodes(memcached.address().toString()).build()) {
            assertThat(client.stats("").values())
                    .singleElement()
                    .satisfies(statistics -> assertThat(statistics.containsKey("product"))
                            .as("told by this project's nodes alone")
                            .isEqualTo(Boolean.getBoolean("expected.own.nodes")));
        }
    }
}
