package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Removing everything goes on in steps that keep nobody else from his keys. */
@ParameterizedClass
@ValueSource(
        strings = {"embedded-fake:removals", "lossy-fake:removals", "heap-memcached-fake:removals/2", JCacheFixture.REAL
        })
class RemoveAllTest {
    private static final int ENTRIES = 1000;
    private static final int BATCH = 256;

    @Parameter
    String uri = "";

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

    private static void fill(Cache<String, String> cache) {
        for (int i = 0; i < ENTRIES; i++) {
            cache.put("k" + i, "v" + i);
        }
    }

    private static CompletableFuture<Void> inThread(Consumer<Thread> started, Runnable task) {
        return CompletableFuture.runAsync(task, run -> {
            Thread thread = new Thread(run);
            started.accept(thread);
            thread.start();
        });
    }

    private static void putElsewhere(Cache<String, String> cache, String key) {
        try {
            inThread(thread -> {}, () -> cache.put(key, "again")).get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("a key that is not being removed must not be locked: key=" + key, e);
        }
    }

    @Test
    void removeAll_writer_hearsOfBatchesAndOtherKeysAreFree() {
        BatchWriter writer = new BatchWriter();
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setWriteThrough(true).setCacheWriterFactory(() -> writer));
        fill(cache);
        AtomicBoolean put = new AtomicBoolean();
        writer.onBatch = batch -> {
            if (!put.getAndSet(true)) {
                for (int i = 0; i < ENTRIES; i++) {
                    if (!batch.contains("k" + i)) {
                        putElsewhere(cache, "k" + i);
                        return;
                    }
                }
            }
        };
        cache.removeAll();
        assertThat(put).isTrue();
        assertThat(writer.batches)
                .hasSize(4)
                .allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(BATCH));
        assertThat(writer.batches.stream().mapToInt(Set::size).sum()).isEqualTo(ENTRIES);
        assertThat(JCacheFixture.statistics(cache).removals()).isEqualTo(ENTRIES);
    }

    @Test
    void removeAll_writerFails_endsAndKeepsWhatWasNotDeleted() {
        BatchWriter writer = new BatchWriter();
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setWriteThrough(true).setCacheWriterFactory(() -> writer));
        fill(cache);
        writer.onBatch = batch -> {
            if (writer.batches.size() == 2) {
                throw new IllegalStateException("a writer that fails");
            }
        };
        assertThatThrownBy(cache::removeAll).isInstanceOf(CacheWriterException.class);
        assertThat(writer.batches).hasSize(2);
        assertThat(cache).hasSize(ENTRIES - BATCH);
        assertThat(JCacheFixture.statistics(cache).removals()).isEqualTo(BATCH);
    }

    @Test
    void removeAll_listener_oneKeyIsLockedAtATime() {
        AtomicBoolean put = new AtomicBoolean();
        List<Cache<String, String>> created = new CopyOnWriteArrayList<>();
        List<String> removed = new CopyOnWriteArrayList<>();
        CacheEntryRemovedListener<String, String> listener = events -> events.forEach(event -> {
            removed.add(event.getKey());
            if (!put.getAndSet(true)) {
                for (int i = 0; i < ENTRIES; i += ENTRIES / 10) {
                    if (!event.getKey().equals("k" + i)) {
                        putElsewhere(created.get(0), "k" + i);
                    }
                }
            }
        });
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> listener, null, true, true)));
        created.add(cache);
        fill(cache);
        cache.removeAll();
        assertThat(put).isTrue();
        assertThat(new HashSet<>(removed)).hasSize(ENTRIES);
        assertThat(JCacheFixture.statistics(cache).removals()).isEqualTo(removed.size());
    }

    @Test
    void removeAll_invocationUnderWay_neitherFails() throws Exception {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        fill(cache);
        List<Thread> remover = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> removal = new CopyOnWriteArrayList<>();
        cache.invoke("k500", (entry, arguments) -> {
            removal.add(inThread(remover::add, cache::removeAll));
            // Where leases are held it has nothing to wait for.
            await().until(() -> removal.get(0).isDone() || remover.get(0).getState() == Thread.State.TIMED_WAITING);
            for (int i = 0; i < ENTRIES; i++) {
                if (i != 500) {
                    cache.put("k" + i, "again");
                }
            }
            return null;
        });
        removal.get(0).get(10, TimeUnit.SECONDS);
        assertThat(cache.containsKey("k500")).isFalse();
    }

    /** Writes down the batches that it is to delete. */
    private static final class BatchWriter implements CacheWriter<String, String> {
        private final List<Set<Object>> batches = new CopyOnWriteArrayList<>();
        private volatile Consumer<Set<Object>> onBatch = batch -> {};

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {}

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.clear();
        }

        @Override
        public void delete(Object key) {
            throw new IllegalStateException("only deleteAll is expected: key=" + key);
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            Set<Object> batch = new HashSet<>(keys);
            batches.add(batch);
            onBatch.accept(batch);
            keys.clear();
        }
    }
}
