package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.RealMemcached;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without its servers the application goes on with its database, and says so. */
class ServerFailureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "/products/HB-M10x50-ST";

    @TempDir
    Path directory;

    @Test
    void servers_killedUnderTheApplication_itServesFromItsDatabaseAndTellsOnce() throws Exception {
        try (RealMemcached memcached = RealMemcached.start();
                RunningCatalogue catalogue =
                        RunningCatalogue.start(RemoteConfiguration.arguments(directory, memcached.address()));
                LoggedLines logged = new LoggedLines()) {
            Visitor visitor = catalogue.visitor();
            visitor.get(PATH);
            assertThat(visitor.get(PATH).source()).isEqualTo("cache");
            String node = "?tag=node:" + memcached.address();
            assertThat(failures(visitor)).isZero();
            assertThat(visitor.metric("cache.node.up" + node)).isEqualTo(1);

            memcached.kill();

            for (int i = 0; i < 20; i++) {
                assertThat(visitor.get(PATH).source()).isEqualTo("database");
            }
            assertThat(visitor.get("/").source()).isEqualTo("database");
            assertThat(visitor.get("/report?kind=Hexagon%20bolt%20ISO%204017").source())
                    .isEqualTo("database");
            assertThat(visitor.post(PATH + "/price", "price=12.34").price()).isEqualTo("12.34");
            await().until(() -> failures(visitor) > 40);
            assertThat(visitor.metric("cache.failures?tag=cache:products&tag=operation:write"))
                    .isPositive();
            assertThat(visitor.metric("cache.node.up" + node)).isZero();
            assertThat(visitor.metric("cache.node.connection.losses" + node)).isPositive();
            assertThat(visitor.metric("cache.node.failures" + node)).isPositive();
            assertThat(logged.lines())
                    .singleElement()
                    .asString()
                    .contains("node is down")
                    .contains(memcached.address().toString());

            memcached.restart();

            await().atMost(PATIENCE).until(() -> {
                visitor.get(PATH);
                return visitor.get(PATH).source().equals("cache");
            });
            assertThat(visitor.get(PATH).price()).isEqualTo("12.34");
            await().until(() -> visitor.metric("cache.node.up" + node) == 1);
            assertThat(visitor.metric("cache.node.connects" + node + "&tag=result:success"))
                    .isGreaterThan(1);
        }
    }

    @Test
    void servers_notThereWhenItStarts_itServesFromItsDatabase() throws Exception {
        NodeAddress nobody = new NodeAddress("127.0.0.1", RealMemcached.freePort());
        try (RunningCatalogue catalogue = RunningCatalogue.start(RemoteConfiguration.arguments(directory, nobody))) {
            assertThat(catalogue.visitor().get(PATH).source()).isEqualTo("database");
            assertThat(catalogue.visitor().get(PATH).source()).isEqualTo("database");
        }
    }

    /** Returns how often the caches did without their servers. */
    private static double failures(Visitor visitor) {
        return visitor.metric("cache.failures");
    }
}
