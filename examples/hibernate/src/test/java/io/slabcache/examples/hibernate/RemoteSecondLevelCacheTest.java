package io.slabcache.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.RefusedClassException;
import io.slabcache.jcache.SlabCache;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The second-level cache on memcached, or on a node of this project, configured by the file that the example has. */
class RemoteSecondLevelCacheTest extends SecondLevelCacheContractTest {
    /** The machine may have other things to do, and what is late is an exception. */
    private static final String PATIENCE = "\nslabcache { operation-timeout = 5 s, stall-timeout = 5 s }\n";

    private static RealMemcached server;

    private final String namespace = UUID.randomUUID().toString();

    @BeforeAll
    static void startServer() {
        server = RealMemcached.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    String configuration() throws IOException {
        return configuration(server);
    }

    @Test
    void entries_ofAnotherProcess_areRead() throws IOException {
        library.titlesBy("George Eliot");
        library.titlesBefore(1815);
        // Another manager, which has written nothing itself and so reads only what its configuration allows.
        try (Library other = fixture.open(configuration(), Map.of())) {
            assertThat(other.titlesBy("George Eliot")).hasSize(5).contains("Middlemarch");
            assertThat(other.titlesBefore(1815)).hasSize(3);
            assertThat(HibernateFixture.statements(other)).isZero();

            other.rename(18, "Middlemarch, A Study of Provincial Life");
        }
        long statements = statements();
        assertThat(library.title(18)).isEqualTo("Middlemarch, A Study of Provincial Life");
        assertThat(statements()).as("statements").isEqualTo(statements);
    }

    @Test
    void missingCaches_areMadeOrNamed_asTheStrategySays() throws IOException {
        String withoutCaches =
                configuration().replaceFirst("(?s)\n  caches \\{.*?\n  }", "").replace(namespace, namespace + "-bare");
        assertThat(withoutCaches).contains("-bare").doesNotContain(NOVELS);

        try (Library other = fixture.open(withoutCaches, Map.of(RegionSettingsTest.STRATEGY, "create"))) {
            assertThat(EmbeddedSecondLevelCacheTest.managerOf(other).getCacheNames())
                    .hasSize(6)
                    .contains(NOVELS);
            assertThat(other.title(1)).isEqualTo(other.title(1));
            assertThat(HibernateFixture.statistics(other).getSecondLevelCacheHitCount())
                    .isOne();
        }
        assertThatThrownBy(() -> fixture.open(withoutCaches, Map.of(RegionSettingsTest.STRATEGY, "fail"))
                        .close())
                .hasStackTraceContaining("is not supported [default-");
    }

    @Test
    void classesOfHibernate_notAllowed_areRefusedByName() throws IOException {
        library.title(1);
        String without = configuration().replace("include required(classpath(\"slabcache-hibernate.conf\"))", "");
        try (Library other = fixture.open(without, Map.of())) {
            assertThatThrownBy(() -> other.title(1))
                    .hasStackTraceContaining(RefusedClassException.class.getName())
                    .hasStackTraceContaining("org.hibernate.cache.spi.support.AbstractReadWriteAccess$Item")
                    .hasStackTraceContaining(RefusedClassException.SETTING);
        }
    }

    @Test
    void classesOfHibernate_inTheProvidersList_areThoseOfThisVersion() throws Exception {
        List<String> allowed = ConfigFactory.parseString(Resources.text("slabcache-hibernate.conf"))
                .resolve()
                .getStringList(RefusedClassException.SETTING);

        assertThat(allowed).isNotEmpty();
        assertThat(ConfigFactory.parseResources("more-classes.conf")
                        .resolve()
                        .getStringList(RefusedClassException.SETTING))
                .containsAll(allowed)
                .hasSize(allowed.size() + 1)
                .contains("com.example.Isbn");
        for (String name : allowed) {
            assertThat(Class.forName(name)).isAssignableTo(Serializable.class);
        }
    }

    @Test
    void servers_gone_areMissesIfTheConfigurationSaysSo() throws IOException {
        try (RealMemcached own = RealMemcached.start()) {
            String withMisses = configuration(own).replace("namespace =", "on-failure = miss, namespace =");
            try (Library other = fixture.open(withMisses, Map.of())) {
                other.title(7);
                own.kill();

                assertThat(other.title(7)).isEqualTo("Frankenstein");
                other.rename(7, "The Modern Prometheus");
                assertThat(other.title(7)).isEqualTo("The Modern Prometheus");
                var novels = EmbeddedSecondLevelCacheTest.managerOf(other)
                        .getCache(NOVELS)
                        .unwrap(SlabCache.class)
                        .statistics();
                assertThat(novels.failedReads()).isPositive();
                assertThat(novels.droppedWrites()).isPositive();
            }
        }
    }

    /** So that a run that is for this project's nodes is not one on memcached, nor the other way round. */
    @Test
    void server_isTheOneThatTheRunIsFor() {
        try (MemcachedClient client =
                MemcachedClient.builder().nodes(server.address().toString()).build()) {
            assertThat(client.stats("").values())
                    .singleElement()
                    .satisfies(statistics -> assertThat(statistics.containsKey("product"))
                            .as("told by this project's nodes alone")
                            .isEqualTo(Boolean.getBoolean("expected.own.nodes")));
        }
    }

    private String configuration(RealMemcached of) throws IOException {
        return Resources.text("slabcache-memcached.conf")
                        .replace("${MEMCACHED}", "\"" + of.address() + "\"")
                        .replace("namespace = library", "namespace = \"" + namespace + "\"")
                + PATIENCE;
    }
}
