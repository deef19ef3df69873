package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.jcache.SlabConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/operations.md} says what happens. */
@Timeout(120)
class OperationsDocumentTest {
    private static final int ENTRIES = 200_000;
    private static final String VARIANT_PROPERTY = "slabcache.memory";

    @TempDir
    Path directory;

    private final SlabCachingProvider provider = new SlabCachingProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    /** The first paragraphs: entries of the published sizes fit into what the table says. */
    @ParameterizedTest
    @CsvSource({"28, 100, true", "8, 31, true", "28, 300, true", "28, 100, false"})
    void sizing_byTheTable_evictsNothing(int keyLength, int valueLength, boolean typed) {
        // An encoded text is one byte longer than its characters, and an undeclared key is found by its hash.
        long payload = keyLength + 1L + valueLength + 1L + (typed ? 0 : Integer.BYTES);
        long capacity = 2 * SlabConfiguration.MIN_CAPACITY + ENTRIES * (payload + 60);
        SlabConfiguration<String, byte[]> configuration = new SlabConfiguration<String, byte[]>().setCapacity(capacity);
        if (typed) {
            configuration.setTypes(String.class, byte[].class);
        }
        Cache<String, byte[]> cache =
                manager("embedded:sizing", getClass().getClassLoader()).createCache("sized", configuration);
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(String.format(Locale.ROOT, "%0" + keyLength + "d", i), new byte[valueLength]);
        }
        SlabCacheStatistics statistics = cache.unwrap(SlabCache.class).statistics();
        assertThat(statistics.evictions()).isZero();
        assertThat(statistics.payloadBytes()).isEqualTo(ENTRIES * payload);
    }

    /** The table of what counts a cache's memory, for the implementations of memory that this JVM has. */
    @ParameterizedTest
    @MethodSource("variants")
    void memory_ofACache_isCountedWhereThePageSays(String variant) throws Exception {
        Map<String, Long> figures = child(
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=16m",
                "-XX:NativeMemoryTracking=summary",
                "-D" + VARIANT_PROPERTY + "=" + variant);
        long capacity = OffHeapFigures.CAPACITY_MIB;

        // Resident as it fills, and never beyond the capacity.
        assertThat(figure(figures, "created.resident"))
                .isLessThan(figure(figures, "start.resident") + capacity * 5 / 8);
        assertThat(figure(figures, "filled.evictions")).isPositive();
        assertThat(figure(figures, "filled.used"))
                .isCloseTo(capacity, within(24L))
                .isLessThanOrEqualTo(capacity);
        assertThat(figure(figures, "filled.resident")).isGreaterThan(figure(figures, "start.resident") + capacity - 24);
        // Neither bounded by MaxDirectMemorySize nor shown with the buffers.
        assertThat(figure(figures, "filled.direct-pool")).isLessThan(16L);
        // Kept by a clear, given back by a close.
        assertThat(figure(figures, "cleared.resident"))
                .isGreaterThan(figure(figures, "filled.resident") - capacity / 4);
        assertThat(figure(figures, "closed.resident")).isLessThan(figure(figures, "filled.resident") - capacity / 2);
        // What the JVM tracks as "Other".
        assertThat(List.of(
                        figure(figures, "created.nmt-other"),
                        figure(figures, "filled.nmt-other"),
                        figure(figures, "closed.nmt-other")))
                .usingElementComparator(Comparator.comparingLong(mebibytes -> (mebibytes + 8) / 16))
                .isEqualTo(
                        switch (variant) {
                            case "chronicle" -> List.of(capacity, capacity, 0L);
                            case "segments" -> List.of(0L, capacity, 0L);
                            default -> List.of(0L, 0L, 0L);
                        });
    }

    static List<String> variants() {
        return Runtime.version().feature() < 22 ? List.of("chronicle") : List.of("native", "segments", "chronicle");
    }

    @Test
    void capacity_ofACacheThatIsThere_changesWithItsManager() throws IOException {
        Path file = directory.resolve("slabcache.conf");
        Files.writeString(file, "slabcache.caches.users.capacity = 8 MiB");
        CacheManager manager = manager(file.toUri().toString(), getClass().getClassLoader());
        Cache<String, String> users = manager.getCache("users");
        users.put("ada", "countess");
        assertThat(statistics(users).capacity()).isEqualTo(8L << 20);
        Files.writeString(file, "slabcache.caches.users.capacity = 16 MiB");
        assertThat(statistics(users).capacity()).isEqualTo(8L << 20);
        assertThatThrownBy(() ->
                        manager.createCache("users", new SlabConfiguration<String, String>().setCapacity(16L << 20)))
                .isInstanceOf(CacheException.class);

        manager.destroyCache("users");
        Cache<String, String> larger =
                manager.createCache("users", new SlabConfiguration<String, String>().setCapacity(32L << 20));
        assertThat(statistics(larger).capacity()).isEqualTo(32L << 20);
        assertThat(larger.get("ada")).isNull();

        manager.close();
        CacheManager reopened = manager(file.toUri().toString(), getClass().getClassLoader());
        assertThat(statistics(reopened.getCache("users")).capacity()).isEqualTo(16L << 20);
    }

    @Test
    void notOffered_isRefusedOrAbsent() {
        CacheManager manager = manager("embedded:absent", getClass().getClassLoader());
        assertThat(provider.isSupported(OptionalFeature.STORE_BY_REFERENCE)).isFalse();
        SlabConfiguration<String, String> byReference = new SlabConfiguration<>();
        byReference.setStoreByValue(false);
        assertThatThrownBy(() -> manager.createCache("reference", byReference))
                .isInstanceOf(UnsupportedOperationException.class);
        manager.createCache("users", new SlabConfiguration<String, String>()).put("ada", "countess");
        manager.close();
        CacheManager again = manager("embedded:absent", getClass().getClassLoader());
        assertThat(again.createCache("users", new SlabConfiguration<String, String>())
                        .get("ada"))
                .isNull();
    }

    /** One deployment writes, the next reads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "record Point(int x) implements java.io.Serializable {}"
                        + "| record Point(int x, String name) implements java.io.Serializable {}"
                        + "| Point[x=7, name=null]",
                "record Point(int x, int y) implements java.io.Serializable {}"
                        + "| record Point(int x) implements java.io.Serializable {}"
                        + "| Point[x=7]",
                "record Point(int x) implements java.io.Serializable {}"
                        + "| record Point(long x) implements java.io.Serializable {}"
                        + "| error",
                "class Point implements java.io.Serializable {"
                        + " final int x; public Point(int x) { this.x = x; } }"
                        + "| class Point implements java.io.Serializable {"
                        + " final int x; String name; public Point(int x) { this.x = x; } }"
                        + "| error",
                "class Point implements java.io.Serializable { static final long serialVersionUID = 1;"
                        + " final int x; public Point(int x) { this.x = x; } }"
                        + "| class Point implements java.io.Serializable { static final long serialVersionUID = 1;"
                        + " final int x; String name; public Point(int x) { this.x = x; }"
                        + " public String toString() { return x + \" \" + name; } }"
                        + "| 7 null"
            })
    void classes_changedBetweenDeployments_areReadOrRefused(String before, String after, String expected)
            throws Exception {
        try (FakeMemcached server = FakeMemcached.start();
                URLClassLoader first = compiled("first", before);
                URLClassLoader second = compiled("second", after)) {
            Class<?> written = first.loadClass("shop.Point");
            Object point = written.getRecordComponents() != null && written.getRecordComponents().length == 2
                    ? written.getConstructor(int.class, int.class).newInstance(7, 8)
                    : written.getConstructor(int.class).newInstance(7);
            cache(server, first, "throw").put("p", point);

            String strict;
            try {
                strict = String.valueOf(cache(server, second, "throw").get("p"));
            } catch (CacheException e) {
                strict = "error";
            }
            assertThat(strict).isEqualTo(expected.strip());
            @Nullable Object tolerant = cache(server, second, "miss").get("p");
            assertThat(String.valueOf(tolerant)).isEqualTo(strict.equals("error") ? "null" : strict);
        }
    }

    private Cache<String, Object> cache(FakeMemcached server, ClassLoader loader, String onUndecodable) {
        String uri = "memcached://" + server.address() + "?on-undecodable=" + onUndecodable;
        CacheManager manager = manager(uri, loader);
        Cache<String, Object> present = manager.getCache("points");
        return present == null
                ? manager.createCache("points", new SlabConfiguration<String, Object>().setAllowedClasses("shop.*"))
                : present;
    }

    private CacheManager manager(String uri, @Nullable ClassLoader loader) {
        return provider.getCacheManager(URI.create(uri), loader);
    }

    private static SlabCacheStatistics statistics(Cache<?, ?> cache) {
        return cache.unwrap(SlabCache.class).statistics();
    }

    private URLClassLoader compiled(String deployment, String declaration) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(deployment));
        Path source = Files.writeString(classes.resolve("Point.java"), "package shop; public " + declaration.strip());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-proc:none", "-d", classes.toString());
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                            .call())
                    .isTrue();
        }
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
    }

    private static long figure(Map<String, Long> figures, String name) {
        return Objects.requireNonNull(figures.get(name), name);
    }

    private static Map<String, Long> child(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(options));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath(), OffHeapFigures.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code, output: %s", output).isZero();
        return output.lines()
                .filter(line -> line.matches("[a-z]+\\.[a-z-]+=\\d+"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Long.valueOf(parts[1])));
    }

    /** Directories of classes, which a build has before it packs them, have no versions. */
    private static String classPath() {
        String separator = System.getProperty("path.separator");
        return Arrays.stream(System.getProperty("java.class.path").split(separator))
                .flatMap(element -> Stream.of(Path.of(element), Path.of(element, "META-INF", "versions", "22")))
                .filter(Files::exists)
                .map(Path::toString)
                .collect(Collectors.joining(separator));
    }
}
