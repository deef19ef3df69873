package io.slabcache.client.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.TypedMemcachedClient;
import io.slabcache.client.testing.Installed;
import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python's clients store over a real memcached ours reads, and the other way round. */
class PythonInteropTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long LAST = Long.MAX_VALUE;
    private static final String LONG_TEXT = "text ".repeat(2000);

    private static final String PYMEMCACHE = """
            import sys
            from pymemcache.client.base import Client
            from pymemcache import serde
            client = Client(('127.0.0.1', int(sys.argv[1])), serde=serde.pickle_serde)
            def get(key): return client.get(key)
            def put(key, value): assert client.set(key, value, expire=60)
            def count(key): return client.incr(key, 1)
            """;

    private static final String PYLIBMC = """
            import sys
            import pylibmc
            client = pylibmc.Client(['127.0.0.1:' + sys.argv[1]], binary=sys.argv[2] == 'binary')
            def get(key): return client.get(key)
            def put(key, value): assert client.set(key, value, time=60, min_compress_len=1000)
            def count(key): return client.incr(key, 1)
            """;

    private static final String WRITE = """
            put('bytes', bytes(range(256)))
            put('text', 'stra\\u00dfe \\U0001f600')
            put('empty', '')
            put('long', 'text ' * 2000)
            put('long-bytes', b'text ' * 2000)
            for i, n in enumerate([0, 5, -7, 2**31, -2**63, 2**63 - 1]): put('n%d' % i, n)
            put('beyond', 2**63)
            put('pickle', 1.5)
            put('counter', 41)
            print(count('counter'))
            """;

    private static final String READ = """
            def same(key, value):
                found = get(key)
                if found != value or type(found) is not type(value):
                    sys.exit('%s: found %r, not %r' % (key, found, value))
            same('j-bytes', bytes(range(256)))
            same('j-text', 'stra\\u00dfe \\U0001f600')
            same('j-empty', '')
            same('j-long', 'text ' * 2000)
            same('j-int', -7)
            same('j-last', 2**63 - 1)
            print(count('j-int-counter'))
            """;

    @TempDir
    Path directory;

    private RealMemcached server;
    private MemcachedClient client;

    @BeforeEach
    void start() {
        server = RealMemcached.start();
        client = MemcachedClient.builder()
                .node(server.address())
                .operationTimeout(PATIENCE)
                .build();
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void pymemcache_everyType_bothWays() throws IOException, InterruptedException {
        Path python = Installed.pythonWith("pymemcache", "python3-pymemcache");
        // Its serde of Debian's version inflates nothing.
        verify(python, PYMEMCACHE, "text", new PythonTranscoder().withCompression(Compression.NONE));
    }

    @Test
    void pylibmcOverText_everyTypeAndCompressed_bothWays() throws IOException, InterruptedException {
        Path python = Installed.pythonWith("pylibmc", "python3-pylibmc");
        verify(python, PYLIBMC, "text", new PythonTranscoder());
        assertThat(client.get("long".getBytes(StandardCharsets.US_ASCII))).returns(24, Item::clientFlags);
        assertThat(client.get("j-long".getBytes(StandardCharsets.US_ASCII))).returns(24, Item::clientFlags);
    }

    @Test
    void pylibmcOverBinary_everyTypeAndCompressed_bothWays() throws IOException, InterruptedException {
        Path python = Installed.pythonWith("pylibmc", "python3-pylibmc");
        verify(python, PYLIBMC, "binary", new PythonTranscoder());
    }

    private void verify(Path python, String connect, String mode, PythonTranscoder transcoder)
            throws IOException, InterruptedException {
        TypedMemcachedClient<Object> typed = client.typed(transcoder);
        byte[] allBytes = new byte[256];
        for (int i = 0; i < allBytes.length; i++) {
            allBytes[i] = (byte) i;
        }

        assertThat(run(python, connect + WRITE, mode)).isEqualTo("42");
        assertThat(typed.get("bytes")).isEqualTo(allBytes);
        assertThat(typed.get("text")).isEqualTo("straße \uD83D\uDE00");
        assertThat(typed.get("empty")).isEqualTo("");
        assertThat(typed.get("long")).isEqualTo(LONG_TEXT);
        assertThat(typed.get("long-bytes")).isEqualTo(LONG_TEXT.getBytes(StandardCharsets.US_ASCII));
        long[] numbers = {0, 5, -7, 1L << 31, Long.MIN_VALUE, LAST};
        for (int i = 0; i < numbers.length; i++) {
            assertThat(typed.get("n" + i)).isEqualTo(numbers[i]);
        }
        assertThatThrownBy(() -> typed.get("beyond"))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("key=beyond")
                .hasMessageContaining("64 bits");
        assertThatThrownBy(() -> typed.get("pickle"))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("must not be pickled");
        assertThat(typed.get("counter")).isEqualTo(42L);
        assertThat(typed.decrement("counter", 40)).hasValue(2);
        assertThat(typed.get("counter")).isEqualTo(2L);

        typed.set("j-bytes", allBytes, MINUTE);
        typed.set("j-text", "straße \uD83D\uDE00", MINUTE);
        typed.set("j-empty", "", MINUTE);
        typed.set("j-long", LONG_TEXT, MINUTE);
        typed.set("j-int", -7, MINUTE);
        typed.set("j-last", LAST, MINUTE);
        typed.set("j-int-counter", 9, MINUTE);
        assertThat(run(python, connect + READ, mode)).isEqualTo("10");
        assertThat(typed.get("j-int-counter")).isEqualTo(10L);
    }

    /** Runs a script and returns what it printed. */
    private String run(Path python, String script, String mode) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Path file = Files.writeString(directory.resolve("script.py"), script);
        Process process = new ProcessBuilder(python.toString(), file.toString(), Integer.toString(server.port()), mode)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String printed = Files.readString(output).strip();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
