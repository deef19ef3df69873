package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabConfiguration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification says of writers and its tests do not pin. */
@ParameterizedClass
@ValueSource(
        strings = {"embedded-fake:writers", "lossy-fake:writers", "heap-memcached-fake:writers/2", JCacheFixture.REAL})
class WriterConformanceTest {
    @Parameter
    String uri = "";

    private final RecordingWriter writer = new RecordingWriter();
    private final RecordingListener<String, String> listener = new RecordingListener<>();
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

    private MutableConfiguration<String, String> writing() {
        return JCacheFixture.strings().setWriteThrough(true).setCacheWriterFactory(() -> writer);
    }

    @Test
    void everyWrite_stepsAreLost_writtenOnce() {
        Cache<String, String> cache = jcache.create(writing());
        for (int i = 0; i < 50; i++) {
            writer.calls().clear();
            cache.put("k", "v" + i);
            cache.remove("k");
            assertThat(writer.calls()).as("round " + i).containsExactly("write k=v" + i, "delete k");
        }
    }

    @Test
    void everyOperation_writerFails_cacheIsUnchanged() {
        Cache<String, String> cache =
                jcache.create(writing().addCacheEntryListenerConfiguration(listener.synchronous()));
        cache.put("k", "1");
        listener.events().clear();
        writer.failFor(key -> true);
        assertThatThrownBy(() -> cache.put("k", "2")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.getAndPut("k", "2")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.putIfAbsent("n", "2")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.replace("k", "2")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.replace("k", "1", "2")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.getAndReplace("k", "2")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.remove("k")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.remove("k", "1")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.getAndRemove("k")).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.putAll(Map.of("k", "2"))).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(() -> cache.removeAll(Set.of("k"))).isInstanceOf(CacheWriterException.class);
        assertThatThrownBy(cache::removeAll).isInstanceOf(CacheWriterException.class);
        Iterator<Cache.Entry<String, String>> iterator = cache.iterator();
        iterator.next();
        assertThatThrownBy(iterator::remove).isInstanceOf(CacheWriterException.class);
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(cache.containsKey("n")).isFalse();
        assertThat(listener.events()).isEmpty();
        assertThat(JCacheFixture.statistics(cache).puts()).isEqualTo(1);
        assertThat(JCacheFixture.statistics(cache).removals()).isZero();
    }

    @Test
    void put_valueCannotBeEncoded_writerIsNotAhead() {
        Map<Object, Object> written = new ConcurrentHashMap<>();
        Cache<String, Object> cache = jcache.create(new MutableConfiguration<String, Object>()
                .setTypes(String.class, Object.class)
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> new MapWriter(written)));
        assertThatThrownBy(() -> cache.put("k", new Object())).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.putAll(Map.of("k", new Object()))).isInstanceOf(CacheException.class);
        assertThat(written).isEmpty();
        assertThat(cache.containsKey("k")).isFalse();
    }

    @Test
    void putAll_writerFailsForSome_othersAreStoredAndItsFailureWins() {
        CacheEntryCreatedListener<String, String> failing = events -> {
            throw new IllegalStateException("a listener that fails");
        };
        Cache<String, String> cache = jcache.create(writing()
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> failing, null, false, true)));
        writer.failFor("b"::equals);
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("a", "1");
        entries.put("b", "2");
        entries.put("c", "3");
        assertThatThrownBy(() -> cache.putAll(entries))
                .isInstanceOf(CacheWriterException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(cache.getAll(entries.keySet())).containsOnlyKeys("a");
    }

    @Test
    void removeAll_writerTakesKeysOut_callersSetIsNotTouched() {
        Cache<String, String> cache = jcache.create(writing());
        cache.putAll(Map.of("a", "1", "b", "2"));
        Set<String> keys = new LinkedHashSet<>(List.of("a", "b", "none"));
        cache.removeAll(keys);
        assertThat(keys).containsExactly("a", "b", "none");
        assertThat(writer.calls()).contains("delete a", "delete b", "delete none");
        assertThat(JCacheFixture.statistics(cache).removals()).isEqualTo(2);
    }

    @Test
    void iteratorRemove_isARemoval() {
        Cache<String, String> cache =
                jcache.create(writing().addCacheEntryListenerConfiguration(listener.synchronous()));
        cache.put("k", "1");
        Iterator<Cache.Entry<String, String>> iterator = cache.iterator();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        iterator.next();
        iterator.remove();
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        assertThat(writer.calls()).containsExactly("write k=1", "delete k");
        assertThat(listener.events()).containsExactly("CREATED k=1<-null", "REMOVED k=1<-1");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=0 puts=1 removals=1");
    }

    @Test
    void putAndRemove_concurrently_writerAndCacheAgree() throws Exception {
        Map<Object, Object> written = new ConcurrentHashMap<>();
        Cache<String, Object> cache = jcache.create(new MutableConfiguration<String, Object>()
                .setTypes(String.class, Object.class)
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> new MapWriter(written)));
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int id = thread;
            running.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 500; i++) {
                            String key = "k" + i % 5;
                            if ((i + id) % 3 == 0) {
                                cache.remove(key);
                            } else if ((i + id) % 3 == 1) {
                                cache.put(key, id + ":" + i);
                            } else {
                                cache.putAll(Map.of(key, id + ":" + i, "k" + (i + 1) % 5, id + ":" + i));
                            }
                        }
                    },
                    task -> new Thread(task).start()));
        }
        for (CompletableFuture<Void> future : running) {
            future.get(60, TimeUnit.SECONDS);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(cache.get("k" + i)).isEqualTo(written.get("k" + i));
        }
    }

    @Test
    void everyWrite_valueTooLarge_refusedBeforeTheWriter() {
        SlabConfiguration<String, String> configuration = new SlabConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCapacity(1L << 20)
                .setMaxItemSize(10_000);
        configuration.setWriteThrough(true).setCacheWriterFactory(() -> writer);
        Cache<String, String> cache = jcache.create(configuration);
        cache.put("k", "1");
        writer.calls().clear();
        String large = "x".repeat(20_000);
        Map<String, String> some = new LinkedHashMap<>();
        some.put("a", "1");
        some.put("k", large);
        assertRefused(() -> cache.put("k", large));
        assertRefused(() -> cache.getAndPut("k", large));
        assertRefused(() -> cache.putIfAbsent("n", large));
        assertRefused(() -> cache.replace("k", large));
        assertRefused(() -> cache.replace("k", "1", large));
        assertRefused(() -> cache.getAndReplace("k", large));
        assertRefused(() -> cache.putAll(some));
        assertRefused(() -> cache.invoke("k", (entry, arguments) -> {
            entry.setValue(large);
            return null;
        }));
        assertThat(writer.calls()).isEmpty();
        assertThat(cache.getAll(Set.of("a", "k", "n"))).containsOnly(Map.entry("k", "1"));
        assertThat(JCacheFixture.statistics(cache).puts()).isEqualTo(1);
    }

    private static void assertRefused(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("valueBytes=20")
                .hasMessageContaining("maxItemSize=10000");
    }

    private record MapWriter(Map<Object, Object> target) implements CacheWriter<String, Object> {
        @Override
        public void write(Cache.Entry<? extends String, ?> entry) {
            target.put(entry.getKey(), entry.getValue());
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ?>> entries) {
            entries.forEach(this::write);
        }

        @Override
        public void delete(Object key) {
            target.remove(key);
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            keys.forEach(target::remove);
        }
    }
}
