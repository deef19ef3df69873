package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.jcache.SlabConfiguration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification says of loaders and its tests do not pin. */
@ParameterizedClass
@ValueSource(
        strings = {"embedded-fake:loaders", "lossy-fake:loaders", "heap-memcached-fake:loaders/2", JCacheFixture.REAL})
class LoaderConformanceTest {
    private static final long WAIT_SECONDS = 20;

    @Parameter
    String uri = "";

    private final MapLoader loader = new MapLoader(Map.of("a", "A", "b", "B"));
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

    private Cache<String, String> loading() {
        return jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> loader));
    }

    @Test
    void getAll_someMissing_loadsThemTogether() {
        Cache<String, String> cache = loading();
        cache.put("a", "present");
        assertThat(cache.getAll(Set.of("a", "b", "none"))).containsOnly(Map.entry("a", "present"), Map.entry("b", "B"));
        assertThat(loader.calls()).containsExactly("loadAll [b, none]");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=2 puts=1 removals=0");
    }

    @Test
    void reads_loaderFails_hitsAndMissesAreCounted() {
        CacheLoader<String, String> failing = new MapLoader(Map.of()) {
            @Override
            public String load(String key) {
                throw new IllegalStateException("a loader that fails");
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                throw new IllegalStateException("a loader that fails");
            }
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> failing));
        cache.put("a", "1");
        assertThatThrownBy(() -> cache.get("b")).isInstanceOf(CacheLoaderException.class);
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=1 puts=1 removals=0");
        assertThatThrownBy(() -> cache.getAll(Set.of("a", "b", "c"))).isInstanceOf(CacheLoaderException.class);
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=3 puts=1 removals=0");
    }

    @Test
    void reads_loadedValueTooLarge_isReturnedAndNotKept() {
        String large = "x".repeat(20_000);
        SlabConfiguration<String, String> configuration = new SlabConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCapacity(1L << 20)
                .setMaxItemSize(10_000);
        configuration.setReadThrough(true).setCacheLoaderFactory(() -> new MapLoader(Map.of("k", large, "s", "small")));
        Cache<String, String> cache = jcache.create(configuration);
        assertThat(cache.get("k")).isEqualTo(large);
        assertThat(cache.getAll(Set.of("k", "s"))).containsOnly(Map.entry("k", large), Map.entry("s", "small"));
        assertThat(cache.<String>invoke("k", (entry, arguments) -> entry.getValue()))
                .isEqualTo(large);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.containsKey("s")).isTrue();
    }

    @Test
    void get_manyThreads_loadedOnce() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CacheLoader<String, String> counting = new MapLoader(Map.of()) {
            @Override
            public String load(String key) {
                return "loaded " + loads.incrementAndGet();
            }
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> counting));
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<String>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(CompletableFuture.supplyAsync(
                    () -> {
                        awaitUninterruptibly(start);
                        return cache.get("k");
                    },
                    task -> new Thread(task).start()));
        }
        start.countDown();
        for (CompletableFuture<String> reader : readers) {
            assertThat(reader.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("loaded 1");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void get_valueLoaded_isACopy() {
        List<String> source = new ArrayList<>(List.of("loaded"));
        Cache<String, Object> cache = jcache.create(new MutableConfiguration<String, Object>()
                .setTypes(String.class, Object.class)
                .setReadThrough(true)
                .setCacheLoaderFactory(() -> new SourceLoader(source)));
        List<?> loaded = (List<?>) cache.get("k");
        assertThat(loaded).isEqualTo(List.of("loaded")).isNotSameAs(source);
        source.add("changed");
        assertThat(cache.get("k")).isEqualTo(List.of("loaded"));
    }

    @Test
    void get_loaderThrows_wrappedAndTheLockIsFree() {
        IllegalStateException failure = new IllegalStateException("a loader that fails");
        AtomicInteger calls = new AtomicInteger();
        CacheLoader<String, String> failing = new MapLoader(Map.of()) {
            @Override
            public String load(String key) {
                if (calls.getAndIncrement() == 0) {
                    throw failure;
                }
                return "loaded";
            }
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> failing));
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(CacheLoaderException.class)
                .hasCause(failure);
        assertThat(cache.get("k")).isEqualTo("loaded");
    }

    @Test
    void readThrough_flagIsOff_loadsOnlyWhenAsked() throws Exception {
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(false).setCacheLoaderFactory(() -> loader));
        assertThat(cache.get("a")).isNull();
        assertThat(cache.getAll(Set.of("a"))).isEmpty();
        load(cache, false, "a");
        assertThat(cache.get("a")).isEqualTo("A");
    }

    @Test
    void loadAll_valuesMissing_skippedAndNothingCounted() throws Exception {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setCacheLoaderFactory(() -> loader)
                .addCacheEntryListenerConfiguration(listener.synchronous()));
        load(cache, true, "a", "none");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=0 puts=0 removals=0");
        assertThat(listener.events()).containsExactly("CREATED a=A<-null");
    }

    @Test
    void loadAll_nullKey_refusedBeforeLoading() {
        Cache<String, String> cache = loading();
        Set<String> keys = new HashSet<>(Collections.singleton(null));
        assertThatThrownBy(() -> cache.loadAll(keys, true, null)).isInstanceOf(NullPointerException.class);
        assertThat(loader.calls()).isEmpty();
    }

    @Test
    void loadAll_completionListenerThrows_isNotToldOfAnException() throws Exception {
        Cache<String, String> cache = loading();
        AtomicInteger exceptions = new AtomicInteger();
        CountDownLatch completed = new CountDownLatch(1);
        cache.loadAll(Set.of("a"), true, new CompletionListener() {
            @Override
            public void onCompletion() {
                completed.countDown();
                throw new IllegalStateException("a completion listener that fails");
            }

            @Override
            public void onException(Exception e) {
                exceptions.getAndIncrement();
            }
        });
        assertThat(completed.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        load(cache, true, "b");
        assertThat(exceptions).hasValue(0);
    }

    @Test
    void loadAll_executorRejects_listenerIsToldOfTheException() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("an executor that refuses");
        };
        SlabConfiguration<String, String> configuration = new SlabConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCacheLoaderFactory(() -> loader)
                .setExecutorFactory(() -> refusing);
        Cache<String, String> cache = jcache.create(configuration);
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of("a"), true, done);
        assertThatThrownBy(() -> done.get(WAIT_SECONDS, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void loadAll_completes_afterTheSynchronousListeners() {
        // The executor is the caller's thread: what is recorded when it returns was there at completion.
        List<String> order = new ArrayList<>();
        SlabConfiguration<String, String> configuration = new SlabConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCacheLoaderFactory(() -> loader)
                .setExecutorFactory(() -> (Executor) Runnable::run)
                .addCacheEntryListenerConfiguration(listener.synchronous());
        Cache<String, String> cache = jcache.create(configuration);
        cache.loadAll(Set.of("a"), true, new CompletionListener() {
            @Override
            public void onCompletion() {
                order.addAll(listener.events());
                order.add("completed");
            }

            @Override
            public void onException(Exception e) {
                order.add("failed " + e);
            }
        });
        assertThat(order).containsExactly("CREATED a=A<-null", "completed");
    }

    @Test
    void loadAll_loaderThrows_listenerIsTold() {
        CacheLoader<String, String> failing = new MapLoader(Map.of()) {
            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                throw new IllegalStateException("a loader that fails");
            }
        };
        Cache<String, String> cache = jcache.create(JCacheFixture.strings().setCacheLoaderFactory(() -> failing));
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of("a"), true, done);
        assertThatThrownBy(() -> done.get(WAIT_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CacheLoaderException.class);
    }

    @Test
    void close_loadInFlight_returnsAndTheListenerIsTold() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CacheLoader<String, String> slow = new MapLoader(Map.of()) {
            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                loading.countDown();
                awaitUninterruptibly(closed);
                return Map.of("a", "A");
            }
        };
        Cache<String, String> cache = jcache.create(JCacheFixture.strings().setCacheLoaderFactory(() -> slow));
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of("a"), true, done);
        assertThat(loading.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        jcache.manager().close();
        closed.countDown();
        assertThatThrownBy(() -> done.get(WAIT_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_loadUnderWay_loaderIsClosedAfterItAndNotAskedAgain() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        LoaderOfAResource resource = new LoaderOfAResource() {
            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                loading.countDown();
                awaitUninterruptibly(closing);
                return super.loadAll(keys);
            }
        };
        BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        Cache<String, String> cache = jcache.create(new SlabConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setCacheLoaderFactory(() -> resource)
                .setExecutorFactory(() -> (Executor) waiting::add));
        CompletionListenerFuture begun = new CompletionListenerFuture();
        CompletionListenerFuture late = new CompletionListenerFuture();
        cache.loadAll(Set.of("a"), true, begun);
        cache.loadAll(Set.of("b"), true, late);
        CompletableFuture<Void> load = CompletableFuture.runAsync(waiting.remove(), task -> new Thread(task).start());
        assertThat(loading.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> close = CompletableFuture.runAsync(cache::close, task -> new Thread(task).start());
        await().until(cache::isClosed);
        closing.countDown();
        close.get(WAIT_SECONDS, TimeUnit.SECONDS);
        load.get(WAIT_SECONDS, TimeUnit.SECONDS);
        begun.get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(waiting.poll()).isNotNull().satisfies(Runnable::run);
        assertThatThrownBy(() -> late.get(WAIT_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(resource.calls()).containsExactly("loadAll [a]", "close");
    }

    @Test
    void loader_asksForAnotherKey_works() {
        List<Cache<String, String>> self = new ArrayList<>();
        CacheLoader<String, String> nested = new MapLoader(Map.of()) {
            @Override
            public String load(String key) {
                return key.equals("outer") ? "outer of " + self.get(0).get("inner") : key;
            }
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> nested));
        self.add(cache);
        assertThat(cache.get("outer")).isEqualTo("outer of inner");
        assertThat(cache.containsKey("inner")).isTrue();
    }

    @Test
    void loader_asksForItsOwnKey_failsNamingIt() {
        List<Cache<String, String>> self = new ArrayList<>();
        CacheLoader<String, String> circular = new MapLoader(Map.of()) {
            @Override
            public String load(String key) {
                return self.get(0).get(key);
            }
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> circular));
        self.add(cache);
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(CacheLoaderException.class)
                .hasRootCauseInstanceOf(CacheException.class)
                .rootCause()
                .hasMessageContaining("key=k, heldCache=test, heldKey=k");
    }

    private static void load(Cache<String, String> cache, boolean replace, String... keys) throws Exception {
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of(keys), replace, done);
        done.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record SourceLoader(List<String> source) implements CacheLoader<String, Object> {
        @Override
        public Object load(String key) {
            return source;
        }

        @Override
        public Map<String, Object> loadAll(Iterable<? extends String> keys) {
            throw new AssertionError("not asked for many");
        }
    }

    /** A loader that writes its closing down too. */
    private static class LoaderOfAResource extends MapLoader implements AutoCloseable {
        LoaderOfAResource() {
            super(Map.of("a", "A", "b", "B"));
        }

        @Override
        public void close() {
            calls().add("close");
        }
    }
}
