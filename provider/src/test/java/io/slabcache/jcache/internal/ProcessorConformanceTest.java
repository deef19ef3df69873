package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification says of entry processors and its tests do not pin. */
@ParameterizedClass
@ValueSource(
        strings = {
            "embedded-fake:processors",
            "lossy-fake:processors",
            "heap-memcached-fake:processors/2",
            JCacheFixture.REAL
        })
class ProcessorConformanceTest {
    @Parameter
    String uri = "";

    private final RecordingListener<String, String> listener = new RecordingListener<>();
    private final RecordingWriter writer = new RecordingWriter();
    private JCacheFixture jcache = new JCacheFixture("slabcache:unused");

    @BeforeEach
    void open() {
        jcache.close();
        jcache = new JCacheFixture(uri);
    }

    @AfterEach
    void close() {
        jcache.close();
    }

    private Cache<String, String> listened() {
        return jcache.create(JCacheFixture.strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> writer)
                .addCacheEntryListenerConfiguration(listener.synchronous()));
    }

    private static EntryProcessor<String, String, String> removeThenSet(String value) {
        return (entry, arguments) -> {
            entry.remove();
            entry.setValue(value);
            return null;
        };
    }

    @Test
    void removeThenSet_present_isAnUpdate() {
        Cache<String, String> cache = listened();
        cache.put("k", "1");
        writer.calls().clear();
        cache.invoke("k", removeThenSet("2"));
        assertThat(listener.events()).containsExactly("CREATED k=1<-null", "UPDATED k=2<-1");
        assertThat(writer.calls()).containsExactly("write k=2");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=0 puts=2 removals=0");
    }

    @Test
    void remove_absent_isNoRemovalButDeletesThrough() {
        Cache<String, String> cache = listened();
        cache.invoke("k", (entry, arguments) -> {
            entry.remove();
            return null;
        });
        assertThat(listener.events()).isEmpty();
        assertThat(writer.calls()).containsExactly("delete k");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=1 puts=0 removals=0");
    }

    @Test
    void setThenRemove_absent_isNothing() {
        Cache<String, String> cache = listened();
        cache.invoke("k", (entry, arguments) -> {
            entry.setValue("1");
            entry.remove();
            return null;
        });
        assertThat(listener.events()).isEmpty();
        assertThat(writer.calls()).isEmpty();
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=1 puts=0 removals=0");
    }

    @Test
    void setValue_afterSet_isReadBackInTheProcessor() {
        Cache<String, String> cache = listened();
        assertThat(cache.<String>invoke("k", (entry, arguments) -> {
                    entry.setValue("1");
                    return entry.getValue() + entry.exists();
                }))
                .isEqualTo("1true");
    }

    @Test
    void getValue_changedWithoutSet_doesNotReachTheCache() {
        Cache<String, byte[]> cache = bytes();
        cache.put("k", new byte[] {1});
        cache.invoke("k", (entry, arguments) -> {
            entry.getValue()[0] = 99;
            return null;
        });
        assertThat(cache.get("k")).containsExactly(1);
    }

    @Test
    void processor_throws_nothingChangesAndTheCauseIsKept() {
        Cache<String, String> cache = listened();
        cache.put("k", "1");
        for (Throwable failure : List.of(new IllegalStateException("failed"), new IllegalAccessError("failed"))) {
            assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> {
                        entry.setValue("2");
                        return sneak(failure);
                    }))
                    .isInstanceOf(EntryProcessorException.class)
                    .hasCause(failure);
        }
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(writer.calls()).containsExactly("write k=1");
    }

    @Test
    void setValue_cannotBeEncoded_nothingChanges() {
        Cache<String, Object> cache = jcache.create(new MutableConfiguration<String, Object>()
                .setTypes(String.class, Object.class)
                .setWriteThrough(false));
        cache.put("k", "1");
        assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> {
                    entry.setValue(new Object());
                    return null;
                }))
                .isInstanceOf(CacheException.class);
        assertThat(cache.get("k")).isEqualTo("1");
    }

    @Test
    void writer_fails_nothingChanges() {
        Cache<String, String> cache = listened();
        cache.put("k", "1");
        writer.failFor("k"::equals);
        assertThatThrownBy(() -> cache.invoke("k", removeThenSet("2"))).isInstanceOf(CacheException.class);
        assertThat(cache.get("k")).isEqualTo("1");
    }

    @Test
    void invokeAll_someFail_othersAreDone() {
        Cache<String, String> cache = listened();
        Map<String, EntryProcessorResult<String>> results =
                cache.invokeAll(Set.of("a", "b", "c"), (entry, arguments) -> {
                    if (entry.getKey().equals("b")) {
                        throw new IllegalStateException("failed");
                    }
                    entry.setValue("1");
                    return entry.getKey().equals("a") ? null : "done";
                });
        assertThat(results).containsOnlyKeys("b", "c");
        assertThat(result(results, "c").get()).isEqualTo("done");
        EntryProcessorResult<String> failed = result(results, "b");
        assertThatThrownBy(failed::get)
                .isInstanceOf(EntryProcessorException.class)
                .hasMessageNotContaining("null");
        assertThat(cache.getAll(Set.of("a", "b", "c"))).containsOnlyKeys("a", "c");
    }

    @Test
    void invokeAll_nullKeyOrProcessor_refusedBeforeAnyEffect() {
        Cache<String, String> cache = listened();
        Set<String> keys = new HashSet<>();
        keys.add("a");
        keys.add(null);
        assertThatThrownBy(() -> cache.invokeAll(keys, removeThenSet("1"))).isInstanceOf(NullPointerException.class);
        EntryProcessor<String, String, String> none = null;
        assertThatThrownBy(() -> cache.invokeAll(Set.of("a"), none)).isInstanceOf(NullPointerException.class);
        assertThat(cache.containsKey("a")).isFalse();
    }

    @Test
    void getValue_readThrough_loadsOnceAndSendsNothing() {
        MapLoader loader = new MapLoader(Map.of("k", "loaded"));
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setReadThrough(true)
                .setCacheLoaderFactory(() -> loader)
                .addCacheEntryListenerConfiguration(listener.synchronous()));
        assertThat(cache.<String>invoke("k", (entry, arguments) -> entry.getValue() + entry.getValue()))
                .isEqualTo("loadedloaded");
        assertThat(loader.calls()).containsExactly("load k");
        assertThat(cache.containsKey("k")).isTrue();
        assertThat(listener.events()).isEmpty();
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=1 puts=0 removals=0");
    }

    @Test
    void remove_afterALoad_deletesThrough() {
        MapLoader loader = new MapLoader(Map.of("k", "loaded", "s", "loaded"));
        Cache<String, String> cache = loadingAndWriting(loader);
        assertThat(cache.<String>invoke("k", (entry, arguments) -> {
                    String value = entry.getValue();
                    entry.remove();
                    return value;
                }))
                .isEqualTo("loaded");
        cache.invoke("s", (entry, arguments) -> {
            entry.setValue(entry.getValue() + " and set");
            entry.remove();
            return null;
        });
        assertThat(writer.calls()).containsExactly("delete k", "delete s");
        assertThat(cache.containsKey("k")).isFalse();
    }

    @Test
    void getValue_afterRemove_isNullAndLoadsNothing() {
        MapLoader loader = new MapLoader(Map.of("k", "loaded", "n", "loaded"));
        Cache<String, String> cache = loadingAndWriting(loader);
        cache.put("k", "1");
        EntryProcessor<String, String, String> setThenRemove = (entry, arguments) -> {
            entry.setValue("2");
            entry.remove();
            return entry.getValue() + entry.exists();
        };
        assertThat(cache.invoke("k", setThenRemove)).isEqualTo("nullfalse");
        assertThat(cache.invoke("n", setThenRemove)).isEqualTo("nullfalse");
        assertThat(loader.calls()).isEmpty();
        assertThat(writer.calls()).containsExactly("write k=1", "delete k");
    }

    private Cache<String, String> loadingAndWriting(MapLoader loader) {
        return jcache.create(JCacheFixture.strings()
                .setReadThrough(true)
                .setCacheLoaderFactory(() -> loader)
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> writer));
    }

    @Test
    void exists_readThrough_doesNotLoad() {
        MapLoader loader = new MapLoader(Map.of("k", "loaded"));
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> loader));
        assertThat(cache.<Boolean>invoke("k", (entry, arguments) -> entry.exists()))
                .isFalse();
        assertThat(loader.calls()).isEmpty();
    }

    @Test
    void increments_manyThreads_noneIsLost() throws Exception {
        Cache<String, byte[]> cache = bytes();
        int threads = 4;
        int rounds = 2_000;
        AtomicInteger putRounds = new AtomicInteger();
        EntryProcessor<String, byte[], Integer> increment = (entry, arguments) -> {
            int count = entry.exists() ? ByteBuffer.wrap(entry.getValue()).getInt() : 0;
            entry.setValue(ByteBuffer.allocate(100).putInt(count + 1).array());
            return count + 1;
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads + 1);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(executor.submit(() -> {
                    for (int i = 0; i < rounds; i++) {
                        cache.invoke("k" + i % 3, increment);
                    }
                }));
            }
            // Plain writes of other keys and plain reads of these go on meanwhile.
            running.add(executor.submit(() -> {
                for (int i = 0; i < rounds; i++) {
                    cache.put("other", new byte[100]);
                    cache.get("k0");
                    putRounds.getAndIncrement();
                }
            }));
            for (Future<?> future : running) {
                future.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += ByteBuffer.wrap(cache.get("k" + i)).getInt();
        }
        assertThat(sum).isEqualTo(threads * rounds);
        assertThat(putRounds).hasValue(rounds);
    }

    private Cache<String, byte[]> bytes() {
        return jcache.create(new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
    }

    private static <T> EntryProcessorResult<T> result(Map<String, EntryProcessorResult<T>> results, String key) {
        return Objects.requireNonNull(results.get(key));
    }

    /** Throws whatever it is given, checked or not. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // That is how it is done.
    private static <T, E extends Throwable> T sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}
