package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that removes or lists the entries of one cache writes anything else on the servers: neither other caches' entries,
 * generations and descriptions nor keys of other applications, however like the cache's own they look.
 */
@Timeout(120)
class NeighboursTest {
    private static final int KEYS = 300;

    @TempDir
    Path directory;

    private final List<RealMemcached> servers = new ArrayList<>();
    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final Map<String, String> entries = new TreeMap<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < 3; i++) {
            servers.add(RealMemcached.start());
        }
        for (int i = 0; i < KEYS; i++) {
            entries.put("k" + i, "v" + i);
        }
    }

    @AfterEach
    void stop() {
        provider.close();
        servers.forEach(RealMemcached::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "plain"})
    void removals_ofOneCache_writeNothingElse(String format) throws IOException {
        CacheManager manager = open("", "default { format = " + format + " }");
        Cache<String, String> cache = create(manager, "test");
        create(manager, "test2").putAll(entries);
        create(manager, "tes").putAll(entries);
        create(open("namespace = elsewhere", ""), "test").putAll(entries);
        create(
                        open(
                                "namespace = plain-elsewhere",
                                "caches { test { format = plain, key-prefix = \"else:test:\" } }"),
                        "test")
                .putAll(entries);
        putApplicationsKeys();
        Predicate<byte[]> isOwn = isOwn(format);
        Map<String, String> foreign = ServerSnapshot.of(servers, isOwn.negate());
        assertThat(foreign).hasSizeGreaterThan(4 * KEYS);

        List<Runnable> removals = List.of(
                cache::clear,
                cache::removeAll,
                () -> cache.removeAll(entries.keySet()),
                () -> entries.keySet().forEach(cache::remove),
                () -> {
                    for (Iterator<Cache.Entry<String, String>> all = cache.iterator(); all.hasNext(); ) {
                        all.next();
                        all.remove();
                    }
                },
                () -> manager.destroyCache("test"));
        for (Runnable removal : removals) {
            cache.putAll(entries);
            Map<String, String> met = new TreeMap<>();
            cache.forEach(entry -> met.put(entry.getKey(), entry.getValue()));
            assertThat(met).isEqualTo(entries);
            assertThat(ServerSnapshot.of(servers, isOwn)).hasSizeGreaterThanOrEqualTo(KEYS);
            removal.run();
            assertThat(ServerSnapshot.of(servers, isOwn.negate())).isEqualTo(foreign);
        }
        assertThat(create(manager, "test").iterator().hasNext()).isFalse();
    }

    /** What looks like the cache's and is not. */
    private void putApplicationsKeys() {
        String id = new String(new KeyGrammar("", "test").generationKey(), StandardCharsets.ISO_8859_1)
                .substring(0, KeyGrammar.ID_LENGTH);
        List<String> keys = List.of(
                "application",
                "test",
                "tes:k1",
                "test;k1",
                "Test:k1",
                "test2:k1",
                "xtest:k1",
                id,
                id.substring(1) + ":k1",
                id + "k1",
                id + ".k1",
                "x" + id + ":k1",
                id.toLowerCase(java.util.Locale.ROOT) + "_:k1",
                "a".repeat(250));
        for (RealMemcached server : servers) {
            try (MemcachedClient application = ServerSnapshot.open(server)) {
                keys.forEach(key -> application.set(bytes(key), bytes("application's"), 0x5300_0101, 0));
            }
        }
    }

    private static Predicate<byte[]> isOwn(String format) {
        KeyGrammar grammar = new KeyGrammar("", "test");
        String generation = text(grammar.generationKey());
        String description = text(grammar.descriptionKey());
        return key -> {
            String text = text(key);
            return text.equals(generation)
                    || text.equals(description)
                    || (format.equals("plain") ? text.startsWith("test:") : grammar.isEntry(key));
        };
    }

    private CacheManager open(String manager, String caches) throws IOException {
        String addresses = servers.stream()
                .map(server -> '"' + server.address().toString() + '"')
                .collect(Collectors.joining(", "));
        String name = "conf" + Integer.toHexString((manager + caches).hashCode()) + ".conf";
        Path file = Files.writeString(directory.resolve(name), """
                        slabcache {
                          mode = memcached
                          servers = [%s]
                          operation-timeout = 20 s
                          stall-timeout = 20 s
                          %s
                          %s
                        }
                        """.formatted(addresses, manager, caches));
        return provider.getCacheManager(file.toUri(), getClass().getClassLoader(), new Properties());
    }

    private static Cache<String, String> create(CacheManager manager, String name) {
        Cache<String, String> declared = manager.getCache(name);
        return declared != null
                ? declared
                : manager.createCache(
                        name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
