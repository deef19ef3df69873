package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.ScriptedServer;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Managers whose real servers are found by a name or told by an endpoint. */
@Timeout(180)
class DiscoveredServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final KeyGrammar GRAMMAR = new KeyGrammar("", "test");
    private static final int KEYS = 100;

    /** For what fails only when its time has passed. */
    private static final String IMPATIENCE = "operation-timeout = 3 s";

    @TempDir
    Path directory;

    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final Map<String, String> entries = new TreeMap<>();
    private volatile String answer = "";

    @BeforeEach
    void start() {
        RealMemcached.requireInstalled();
        for (int i = 0; i < KEYS; i++) {
            entries.put("k" + i, "v" + i);
        }
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void elastiCache_nodesChange_entriesGoWhereTheEndpointSays(boolean byUri) throws IOException {
        try (RealMemcached first = RealMemcached.start();
                RealMemcached second = RealMemcached.start();
                RealMemcached third = RealMemcached.start()) {
            answer = configuration(1, first, second);
            try (ScriptedServer endpoint = ScriptedServer.start(conversation -> {
                conversation.expect("config get cluster\r\n");
                conversation.answer(answer);
            })) {
                Cache<String, String> cache = create(elastiCache(endpoint.address(), byUri));
                cache.putAll(entries);
                assertThat(cache.getAll(entries.keySet())).isEqualTo(entries);
                assertThat(List.of(first, second))
                        .allSatisfy(server -> assertThat(itemsOn(server)).isPositive());
                assertThat(itemsOn(third)).isZero();

                answer = configuration(2, first, second, third);

                await().atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(CacheException.class)
                        .until(() -> {
                            cache.putAll(entries);
                            return itemsOn(third) > 0;
                        });
                assertThat(cache.getAll(entries.keySet())).isEqualTo(entries);
                Map<String, String> met = new TreeMap<>();
                cache.forEach(entry -> met.put(entry.getKey(), entry.getValue()));
                assertThat(met).isEqualTo(entries);
                cache.clear();
                assertThat(cache.getAll(entries.keySet())).isEmpty();
            }
        }
    }

    @Test
    void elastiCache_endpointIsAnOrdinaryServer_isAnErrorThatNamesIt() throws IOException {
        try (RealMemcached server = RealMemcached.start()) {
            CacheManager manager = provider.getCacheManager(
                    file("servers = \"" + server.address() + "\", discovery = elasticache, " + IMPATIENCE)
                            .toUri(),
                    getClass().getClassLoader(),
                    new Properties());
            assertThatThrownBy(() -> create(manager).put("k", "v"))
                    .isInstanceOf(CacheException.class)
                    .hasStackTraceContaining("endpoint must tell a configuration")
                    .hasStackTraceContaining("node=" + server.address());
        }
    }

    /** The resolver is told by a file what a name means, which takes a virtual machine of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dns_nameOfTwoServers_bothHoldEntries(boolean byUri) throws Exception {
        try (RealMemcached first = RealMemcached.start();
                RealMemcached second = RealMemcached.startAt(new NodeAddress("127.0.0.2", first.port()))) {
            Path hosts =
                    Files.writeString(directory.resolve("hosts"), "127.0.0.1 cache.example\n127.0.0.2 cache.example\n");
            String name = "cache.example:" + first.port();
            String[] arguments = new String[3 + KEYS + 1];
            arguments[0] = byUri
                    ? "memcached://" + name
                            + "?discovery=dns&discovery-interval=1s&operation-timeout=20s&stall-timeout=20s"
                    : file("servers = \"" + name + "\", discovery = dns")
                            .toUri()
                            .toString();
            arguments[1] = RemoteProgram.NO_FILE;
            arguments[2] = "test";
            for (int i = 0; i < KEYS; i++) {
                arguments[3 + i] = "put k" + i + " v" + i;
            }
            arguments[3 + KEYS] = "get k7";
            String output = RemoteProgram.run(List.of("-Djdk.net.hosts.file=" + hosts), List.of(), arguments);
            assertThat(output).contains("got v7").doesNotContain("failed: ");
            assertThat(itemsOn(first)).isBetween(1, KEYS - 1);
            assertThat(itemsOn(second)).isEqualTo(KEYS - itemsOn(first));
        }
    }

    @Test
    void dns_nameThatNobodyKnows_isAnErrorThatNamesIt() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        String output = RemoteProgram.run(
                List.of("-Djdk.net.hosts.file=" + hosts),
                List.of(),
                file("servers = \"cache.example:11211\", discovery = dns, " + IMPATIENCE)
                        .toUri()
                        .toString(),
                RemoteProgram.NO_FILE,
                "test",
                "put k v");
        assertThat(output).containsPattern("failed: .*cache\\.example");
    }

    private CacheManager elastiCache(NodeAddress endpoint, boolean byUri) throws IOException {
        return byUri
                ? provider.getCacheManager(
                        URI.create("memcached://" + endpoint + "?discovery=elasticache&discovery-interval=200ms"
                                + "&operation-timeout=20s&stall-timeout=20s"),
                        getClass().getClassLoader())
                : provider.getCacheManager(
                        file("servers = \"" + endpoint + "\", discovery = elasticache, discovery-interval = 200 ms")
                                .toUri(),
                        getClass().getClassLoader(),
                        new Properties());
    }

    private Path file(String settings) throws IOException {
        return Files.writeString(
                Files.createTempFile(directory, "cache", ".conf"),
                "slabcache { mode = memcached, operation-timeout = 20 s, stall-timeout = 20 s, " + settings + " }");
    }

    private static Cache<String, String> create(CacheManager manager) {
        return manager.createCache(
                "test", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private static String configuration(int version, RealMemcached... servers) {
        StringBuilder nodes = new StringBuilder();
        for (RealMemcached server : servers) {
            nodes.append(nodes.length() == 0 ? "" : " ")
                    .append(server.address().host())
                    .append("|127.0.0.1|")
                    .append(server.port());
        }
        String payload = version + "\n" + nodes + "\n";
        return "CONFIG cluster 0 " + payload.length() + "\r\n" + payload + "\r\nEND\r\n";
    }

    private static int itemsOn(RealMemcached server) {
        return ServerSnapshot.of(List.of(server), GRAMMAR::isEntry).size();
    }
}
