package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Installed;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Caches on two servers, written and read by JCache and by Python's pylibmc, with the placement that pylibmc has. */
@Timeout(180)
class PylibmcInteropTest {
    private static final int KEYS = 40;

    @TempDir
    Path directory;

    private final Path python = Installed.pythonWith("pylibmc", "python3-pylibmc");
    private final RealMemcached first = RealMemcached.start();
    private final RealMemcached second = RealMemcached.start();
    private final SlabCachingProvider provider = new SlabCachingProvider();

    @AfterEach
    void stop() {
        provider.close();
        first.close();
        second.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            libmemcached-modula | binary=False
            libmemcached-modula | binary=True
            libmemcached-weighted | binary=True, behaviors={'ketama_weighted': True}
            libmemcached-unweighted | binary=False, behaviors={'ketama': True}
            """)
    void values_ofAllKinds_areReadByEachOther(String placement, String client) throws Exception {
        CacheManager manager = open(placement);
        Cache<Object, Object> things = cache(manager, "things");
        Cache<Object, Object> counts = cache(manager, "counts");
        things.putAll(
                Map.of("text", "stra\u00dfe \ud83d\ude00", "empty", "", "int", -5, "bytes", new byte[] {0, 1, -1}));
        counts.put(7, 41L);
        Map<Object, Object> spread = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            spread.put("k" + i, i);
        }
        things.putAll(spread);

        python(client, """
                assert c.get('things:text') == 'stra\\u00dfe \\U0001f600'
                assert c.get('things:empty') == ''
                assert c.get('things:int') == -5
                assert c.get('things:bytes') == b'\\x00\\x01\\xff'
                assert c.incr('n/7') == 42
                keys = ['things:k%d' % i for i in range(40)]
                assert c.get_multi(keys) == {'things:k%d' % i: i for i in range(40)}
                c.set('things:ptext', 'na\\u00efve')
                c.set('things:pempty', '')
                c.set('things:pint', 2**31 - 1)
                c.set('things:plong', 2**70)
                c.set('things:pnegative', -2**40)
                c.set('things:pbytes', bytes(range(256)))
                c.set('things:pdict', {'a': 1})
                c.set('things:long', 'x' * 100000)
                c.set('n/8', 9)
                c.set('ints:one', 1)
                c.set_multi({'things:p%d' % i: 'v%d' % i for i in range(40)})
                """);

        assertThat(counts.get(7)).isEqualTo(42L);
        assertThat(counts.get(8)).isEqualTo(9L);
        assertThat(things.get("ptext")).isEqualTo("na\u00efve");
        assertThat(things.get("pempty")).isEqualTo("");
        // Pylibmc has one flag for all whole numbers; which type is meant only the cache's can say.
        assertThat(things.get("pint")).isEqualTo((long) Integer.MAX_VALUE);
        assertThat(cache(manager, "ints").get("one")).isEqualTo(1);
        assertThatThrownBy(() -> things.get("plong"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("signed number of 64 bits");
        assertThat(things.get("pnegative")).isEqualTo(-(1L << 40));
        assertThat((byte[]) things.get("pbytes")).hasSize(256);
        assertThat(things.get("long")).isEqualTo("x".repeat(100_000));
        assertThatThrownBy(() -> things.get("pdict"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must not be pickled by Python");
        for (int i = 0; i < KEYS; i++) {
            assertThat(things.replace("p" + i, "v" + i, "w" + i)).isTrue();
        }
        python(client, """
                c.delete_multi(['things:pdict', 'things:plong'])
                assert c.get_multi(['things:p%d' % i for i in range(40)]) == {'things:p%d' % i: 'w%d' % i for i in range(40)}
                """);
        things.clear();
        python(client, "assert c.get('things:text') is None and c.get('n/8') == 9");
    }

    private CacheManager open(String placement) throws IOException {
        Path file = Files.writeString(
                directory.resolve("cache.conf"), """
                slabcache {
                  mode = memcached
                  servers = ["%s", "%s"]
                  placement = %s
                  operation-timeout = 20 s
                  stall-timeout = 20 s
                  caches {
                    things { format = plain }
                    ints { format = plain, value-type = java.lang.Integer }
                    counts { format = plain, key-type = java.lang.Integer, value-type = java.lang.Long, key-prefix = "n/" }
                  }
                }
                """.formatted(first.address(), second.address(), placement));
        return provider.getCacheManager(file.toUri(), getClass().getClassLoader(), new Properties());
    }

    private static Cache<Object, Object> cache(CacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name));
    }

    private void python(String client, String script) throws IOException, InterruptedException {
        String whole = "import pylibmc\nc = pylibmc.Client(['" + first.address() + "', '" + second.address() + "'], "
                + client + ")\n" + script;
        Path output = Files.createTempFile(directory, "python", ".txt");
        Process process = new ProcessBuilder(List.of(python.toString(), "-c", whole))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
