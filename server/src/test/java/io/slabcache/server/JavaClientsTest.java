package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Other libraries' clients on this project's node, whose clock the test holds. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class JavaClientsTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 200;
    private static final int KEYS = 300;
    private static final int MAX_KEY_LENGTH = 250;

    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
    private final JavaClient kind;
    private @Nullable MemcachedServer server;
    private @Nullable OtherClient opened;

    JavaClientsTest(JavaClient kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        MemcachedServer started =
                MemcachedServer.start(ServerSettings.builder().port(0).build(), clock::get);
        server = started;
        opened = kind.connect(started.port());
    }

    @AfterEach
    void stop() throws Exception {
        if (opened != null) {
            opened.close();
        }
        Objects.requireNonNull(server).close();
    }

    private OtherClient client() {
        return Objects.requireNonNull(opened);
    }

    @Test
    void storage_allModes_asWithMemcached() throws Exception {
        assertThat(client().get("k")).isNull();
        assertThat(client().replace("k", "v")).isFalse();
        assertThat(client().append("k", "v")).isFalse();
        assertThat(client().add("k", "v")).isTrue();
        assertThat(client().add("k", "w")).isFalse();
        assertThat(client().append("k", "+")).isTrue();
        assertThat(client().prepend("k", "-")).isTrue();
        assertThat(client().get("k")).isEqualTo("-v+");
        assertThat(client().replace("k", "r")).isTrue();
        assertThat(client().get("k")).isEqualTo("r");
        assertThat(client().delete("k")).isTrue();
        assertThat(client().delete("k")).isFalse();
        assertThat(client().get("k")).isNull();
    }

    @Test
    void values_ofAllSizes_comeBackWhole() throws Exception {
        for (int length : new int[] {0, 1, 100, 1000, 15_000, 100_000, 900_000}) {
            StringBuilder value = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                value.append((char) ('!' + i * 31L % 90));
            }
            assertThat(client().set("k", value.toString(), 0))
                    .as("length %s", length)
                    .isTrue();
            assertThat(client().get("k")).as("length %s", length).isEqualTo(value.toString());
        }
        String longest = "k".repeat(MAX_KEY_LENGTH);
        assertThat(client().set(longest, "long key", 0)).isTrue();
        assertThat(client().get(longest)).isEqualTo("long key");
    }

    @Test
    void tokens_changeWithTheValue() throws Exception {
        assertThat(client().gets("k")).isNull();
        client().set("k", "one", 0);
        OtherClient.Versioned first = Objects.requireNonNull(client().gets("k"));
        assertThat(first.value()).isEqualTo("one");
        client().set("k", "two", 0);
        assertThat(client().compareAndSet("k", first.casToken(), "lost")).isFalse();
        OtherClient.Versioned second = Objects.requireNonNull(client().gets("k"));
        assertThat(client().compareAndSet("k", second.casToken(), "three")).isTrue();
        assertThat(client().get("k")).isEqualTo("three");
        client().delete("k");
        assertThat(client().compareAndSet("k", second.casToken(), "lost")).isFalse();
        assertThat(client().get("k")).isNull();
    }

    @Test
    void counters_upAndDown() throws Exception {
        client().set("n", "10", 0);
        assertThat(client().count("n", 5)).isEqualTo(15);
        assertThat(client().count("n", -3)).isEqualTo(12);
        assertThat(client().get("n")).isEqualTo("12");
        assertThat(client().count("n", -100)).isZero();
        client().set("n", "4294967295", 0);
        assertThat(client().count("n", 4_294_967_296L)).isEqualTo(8_589_934_591L);
    }

    @Test
    void expiry_setAndTouched_endsAtItsTime() throws Exception {
        client().set("short", "v", 10);
        client().set("touched", "v", 10);
        client().set("never", "v", 0);
        assertThat(client().touch("touched", 100)).isTrue();
        assertThat(client().touch("missing", 100)).isFalse();
        clock.addAndGet(9_000);
        assertThat(client().get("short")).isEqualTo("v");
        clock.addAndGet(3_000);
        assertThat(client().get("short")).isNull();
        assertThat(client().get("touched")).isEqualTo("v");
        clock.addAndGet(100_000);
        assertThat(client().get("touched")).isNull();
        assertThat(client().get("never")).isEqualTo("v");
    }

    @Test
    void bulk_hitsAndMisses_onlyTheHits() throws Exception {
        Map<String, String> stored = new HashMap<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("bulk-" + i);
            if (i % 3 != 0) {
                stored.put("bulk-" + i, "value " + i);
                client().set("bulk-" + i, "value " + i, 0);
            }
        }
        assertThat(client().getAll(keys)).isEqualTo(stored);
        client().flush();
        assertThat(client().getAll(keys)).isEmpty();
    }

    /** On one connection: the clients send what several threads ask for without waiting for answers. */
    @Test
    void operations_ofManyThreads_getTheirOwnAnswers() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String prefix = "t" + thread + "-";
                ends.add(threads.submit(() -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        String key = prefix + i % 7;
                        String value = prefix + i;
                        assertThat(client().set(key, value, 0)).isTrue();
                        assertThat(client().get(key)).isEqualTo(value);
                        assertThat(client().get(prefix + "missing")).isNull();
                        assertThat(client().delete(key)).isTrue();
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(JavaClient.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void statistics_general_areThere() throws Exception {
        assertThat(client().statistics())
                .containsEntry("limit_maxbytes", "67108864")
                .containsKeys("cmd_get", "curr_items", "uptime")
                .hasEntrySatisfying("version", version -> assertThat(version).startsWith("1.6."));
    }
}
