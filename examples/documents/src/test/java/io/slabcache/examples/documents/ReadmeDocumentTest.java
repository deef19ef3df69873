package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.SlabConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, runs and says what the README says. */
class ReadmeDocumentTest {

    @TempDir
    Path directory;

    @Test
    void readme_whole_isOnePage() throws IOException {
        assertThat(Files.readAllLines(Documents.ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void commands_atTheTop_areTheExampleAndAllTests() throws IOException {
        List<String> commands =
                Documents.blocks("README.md", "sh").get(0).lines().toList();

        // .ci/run takes the command that follows this line; the jar's name is checked by the quickstart's own test.
        assertThat(commands.get(commands.indexOf("# run all tests") + 1)).isEqualTo("mvn -B verify");
        assertThat(commands)
                .anyMatch(command -> command.endsWith("java -Xmx128m -jar examples/quickstart/target/quickstart.jar"));
    }

    @Test
    void javaSample_compiledAndRun_printsTheValue() throws Exception {
        String source = only(Documents.blocks("README.md", "java"));
        assertThat(source.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(15);

        assertThat(run(source)).isEqualTo("ada: 2" + System.lineSeparator());
    }

    @Test
    void configurationSample_read_declaresItsCaches() throws Exception {
        Path file =
                Files.writeString(directory.resolve("slabcache.conf"), only(Documents.blocks("README.md", "hocon")));

        try (CacheManager manager = Caching.getCachingProvider()
                .getCacheManager(file.toUri(), getClass().getClassLoader())) {
            assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("users", "sessions");
            assertThat(capacity(manager, "users")).isEqualTo(256L << 20);
            assertThat(capacity(manager, "sessions")).isEqualTo(64L << 20);
            assertThat(policy(manager, "users").getExpiryForAccess()).isEqualTo(Duration.THIRTY_MINUTES);
            assertThat(policy(manager, "sessions").getExpiryForCreation()).isEqualTo(new Duration(TimeUnit.HOURS, 8));
            assertThat(policy(manager, "sessions").getExpiryForAccess()).isNull();
        }
    }

    @Test
    void configurationSample_withUnknownKey_isRefusedByFileLineAndNearestKey() throws Exception {
        String sample = only(Documents.blocks("README.md", "hocon"));
        Path file =
                Files.writeString(directory.resolve("slabcache.conf"), sample.replace("statistics =", "statistic ="));
        int line = sample.substring(0, sample.indexOf("statistics =")).split("\n", -1).length;

        assertThatThrownBy(() -> Caching.getCachingProvider()
                        .getCacheManager(file.toUri(), getClass().getClassLoader()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(String.valueOf(line))
                .hasMessageContaining("statistics");
    }

    @Test
    void limits_ofSize_areExceptionsAndSeenInStatistics() {
        withCache(new SlabConfiguration<String, byte[]>().setCapacity(8L << 20), cache -> {
            assertThatThrownBy(() -> cache.put("large", new byte[(1 << 20) + 1]))
                    .isInstanceOf(CacheException.class);
            cache.put("small", new byte[100]);
            SlabCacheStatistics statistics = cache.unwrap(SlabCache.class).statistics();
            assertThat(statistics.capacity()).isEqualTo(8L << 20);
            assertThat(statistics.usedBytes()).isBetween(statistics.payloadBytes(), statistics.capacity());
        });
        withCache(
                new MutableConfiguration<String, byte[]>(),
                cache -> assertThat(cache.unwrap(SlabCache.class).statistics().capacity())
                        .isEqualTo(64L << 20));
        assertThatThrownBy(() -> withCache(new SlabConfiguration<String, byte[]>().setCapacity(1L << 50), cache -> {}))
                .hasMessageContaining(String.valueOf(1L << 50));
    }

    @Test
    void limits_ofMemory_areNotTheBufferPools() {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        withCache(new SlabConfiguration<String, byte[]>().setCapacity(32L << 20), cache -> {
            long before = direct.getMemoryUsed();
            for (int i = 0; i < 200; i++) {
                cache.put("key" + i, new byte[50_000]);
            }
            assertThat(cache.unwrap(SlabCache.class).offHeapBytes()).isGreaterThan(10_000_000);
            assertThat(direct.getMemoryUsed() - before).isLessThan(1_000_000);
        });
    }

    @Test
    void limits_ofValues_areCopies() {
        withCache(new MutableConfiguration<String, byte[]>(), cache -> {
            byte[] value = {1};
            cache.put("key", value);
            assertThat(cache.get("key")).isEqualTo(value).isNotSameAs(value);
        });
        assertThatThrownBy(
                        () -> withCache(new MutableConfiguration<String, byte[]>().setStoreByValue(false), cache -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static void withCache(Configuration<String, byte[]> configuration, Consumer<Cache<String, byte[]>> test) {
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            test.accept(manager.createCache("readme", configuration));
        }
    }

    @SuppressWarnings("unchecked") // getConfiguration asks for a class with type arguments, which no literal has
    private static long capacity(CacheManager manager, String cache) {
        return manager.getCache(cache)
                .getConfiguration(SlabConfiguration.class)
                .getCapacity()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // getConfiguration asks for a class with type arguments, which no literal has
    private static ExpiryPolicy policy(CacheManager manager, String cache) {
        CompleteConfiguration<?, ?> configuration =
                manager.getCache(cache).getConfiguration(CompleteConfiguration.class);
        return configuration.getExpiryPolicyFactory().create();
    }

    private String run(String source) throws Exception {
        Path file = Files.writeString(directory.resolve("Sample.java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-d", directory.toString(), "-classpath", System.getProperty("java.class.path"));
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(file))
                            .call())
                    .isTrue();
        }
        PrintStream standardOut = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(
                        new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
                PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            var main = loader.loadClass("Sample").getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(standardOut);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String only(List<String> blocks) {
        assertThat(blocks).hasSize(1);
        return blocks.get(0);
    }
}
