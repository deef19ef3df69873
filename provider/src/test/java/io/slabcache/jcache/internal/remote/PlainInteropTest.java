package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Installed;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cache, written and read by JCache and by Python's pymemcache on one server. */
final class PlainInteropTest {
    private static final String CACHES = """
            caches {
              users { format = plain, key-type = java.lang.String, value-type = java.lang.String }
              counts { format = plain, key-type = java.lang.Integer, value-type = java.lang.Long, key-prefix = "n/" }
              things { format = plain }
              exact { value-type = java.lang.String }
            }
            """;

    @TempDir
    private static Path directory;

    private static RealMemcached server;
    private static SlabCachingProvider provider;
    private static CacheManager manager;

    @BeforeAll
    static void start() throws IOException {
        server = RealMemcached.start();
        provider = new SlabCachingProvider();
        manager = open("one", CACHES);
    }

    @AfterAll
    static void stop() {
        if (provider != null) {
            provider.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void jcacheWrites_pythonReads() throws Exception {
        cache("users").put("ada", "Ada Lovelace, née Byron");
        cache("counts").put(7, 41L);
        cache("things").putAll(Map.of("bytes", new byte[] {1, 2, (byte) 0xff}, "int", -5, "text", "t"));

        assertThat(python("""
                        print(ascii(c.get('users:ada')))
                        print(c.get('n/7'), c.incr('n/7', 1))
                        print(c.get_many(['things:bytes', 'things:int', 'things:text']) ==
                              {'things:bytes': b'\\x01\\x02\\xff', 'things:int': -5, 'things:text': 't'})
                        """)).containsExactly("'Ada Lovelace, n\\xe9e Byron'", "41 42", "True");
        assertThat(cache("counts").get(7)).isEqualTo(42L);
    }

    @Test
    void pythonWrites_jcacheReads() throws Exception {
        python("""
                c.set('users:bob', 'Bob é')
                raw.set('users:raw', b'no flags')
                c.set('n/8', 9)
                raw.set('n/10', b'10')
                raw.decr('n/10', 1)
                c.set_many({'things:b': b'\\x00\\x01', 'things:n': 12, 'things:s': 's'})
                """);

        assertThat(cache("users").get("bob")).isEqualTo("Bob é");
        assertThat(cache("users").get("raw")).isEqualTo("no flags");
        assertThat(cache("counts").getAll(Set.of(8, 10))).isEqualTo(Map.of(8, 9L, 10, 9L));
        assertThat((byte[]) cache("things").get("b")).containsExactly(0, 1);
        assertThat(cache("things").get("n")).isEqualTo(12);
        assertThat(cache("things").get("s")).isEqualTo("s");
        assertThat(cache("users").replace("bob", "Bob é", "Bob")).isTrue();
        assertThat(cache("counts").replace(10, 9L, 10L)).isTrue();
        assertThat(cache("users").getAndRemove("bob")).isEqualTo("Bob");
        assertThat(python("print(c.get('users:bob'), c.get('n/10'))")).containsExactly("None 10");
    }

    @Test
    void iteration_meetsWhatPythonWrote() throws Exception {
        Cache<Object, Object> fruit = manager("fruit { format = plain }").getCache("fruit");
        python("c.set_many({'fruit:apple': 'red', 'fruit:plum': 'blue', 'vegetable': 'green'})");

        Map<Object, Object> met = new HashMap<>();
        fruit.forEach(entry -> met.put(entry.getKey(), entry.getValue()));
        assertThat(met).isEqualTo(Map.of("apple", "red", "plum", "blue"));

        fruit.clear();

        assertThat(python("print(c.get('fruit:apple'), c.get('vegetable'))")).containsExactly("None green");
    }

    @Test
    void pickledValue_refusedOrMissed() throws Exception {
        python("c.set('users:dict', {'a': 1})\nc.set('lenient:dict', {'a': 1})");

        assertThatThrownBy(() -> cache("users").get("dict"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must not be pickled by Python: clientFlags=0x1");
        Cache<Object, Object> lenient =
                manager("lenient { format = plain, on-undecodable = miss }").getCache("lenient");
        assertThat(lenient.get("dict")).isNull();
    }

    @Test
    void processor_expiryAndLoader_workOnBareValues() {
        Cache<String, String> cache = manager("short { format = plain }")
                .createCache(
                        "made",
                        new MutableConfiguration<String, String>()
                                .setTypes(String.class, String.class)
                                .setExpiryPolicyFactory(
                                        CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.HOURS, 1))));

        assertThat(cache.putIfAbsent("a", "1")).isTrue();
        assertThat(cache.<String>invoke("a", (entry, arguments) -> {
                    entry.setValue(entry.getValue() + "2");
                    return entry.getKey();
                }))
                .isEqualTo("a");
        assertThat(cache.get("a")).isEqualTo("12");
        assertThat(cache.remove("a", "1")).isFalse();
        assertThat(cache.remove("a", "12")).isTrue();
    }

    @Test
    void cacheConfiguredOtherwise_errorNamesTheDifference() {
        String name = UpperCase.class.getName();
        assertThatThrownBy(() -> manager("users { value-type = java.lang.String }"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=users, item=format, here=exact, servers=plain");
        assertThatThrownBy(() -> manager("exact { value-type = java.lang.String, codec.value = \"" + name + "\" }"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=exact, item=value-codec, here=upper-case, servers=slabcache");
        assertThat(manager("exact { value-type = java.lang.Object }").getCache("exact"))
                .isNotNull();
    }

    @Test
    void entryOfAnotherConfiguration_metLater_isAnErrorToo() throws Exception {
        Cache<Object, Object> here =
                manager("late { value-type = java.lang.String }").getCache("late");
        here.put("a", "b");
        // The server loses the description, and another process brings its own.
        String key = new String(new KeyGrammar("", "late").descriptionKey(), StandardCharsets.US_ASCII);
        python("c.delete('" + key + "')");
        CacheManager other =
                manager("late { value-type = java.lang.String, codec.value = \"" + UpperCase.class.getName() + "\" }");

        assertThatThrownBy(() -> other.getCache("late").get("a"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=late, item=");
        other.getCache("late").put("a", "c");
        assertThatThrownBy(() -> here.get("a"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=late, item=value-codec, here=slabcache, servers=upper-case");
    }

    private static Cache<Object, Object> cache(String name) {
        return Objects.requireNonNull(manager.getCache(name));
    }

    private static CacheManager manager(String cache) {
        try {
            return open(Integer.toHexString(cache.hashCode()), "caches { " + cache + " }");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CacheManager open(String name, String caches) throws IOException {
        Path file = Files.writeString(
                directory.resolve(name + ".conf"),
                "slabcache { mode = memcached, servers = \"" + server.address() + "\", operation-timeout = 10 s,"
                        + " stall-timeout = 10 s\n" + caches + "\n}");
        return provider.getCacheManager(file.toUri(), PlainInteropTest.class.getClassLoader(), new Properties());
    }

    /** Runs a script that has a client with pymemcache's serde and one without; returns what it prints. */
    private static List<String> python(String script) throws IOException, InterruptedException {
        Path interpreter = Installed.pythonWith("pymemcache", "python3-pymemcache");
        String whole = """
                from pymemcache.client.base import Client
                from pymemcache.serde import pickle_serde
                server = ('127.0.0.1', %d)
                raw = Client(server, default_noreply=False)
                c = Client(server, serde=pickle_serde, default_noreply=False)
                """.formatted(server.port()) + script;
        Path output = Files.createTempFile(directory, "python", ".txt");
        Process process = new ProcessBuilder(interpreter.toString(), "-c", whole)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = new ArrayList<>(Files.readAllLines(output));
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
