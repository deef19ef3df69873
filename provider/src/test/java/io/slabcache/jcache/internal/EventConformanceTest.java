package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.jcache.SlabConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification says of listeners and its tests do not pin. */
@ParameterizedClass
@ValueSource(
        strings = {"embedded-fake:events", "lossy-fake:events", "heap-memcached-fake:events/2", JCacheFixture.REAL})
class EventConformanceTest {
    @Parameter
    String uri = "";

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

    private Cache<String, String> listened() {
        return jcache.create(JCacheFixture.strings().addCacheEntryListenerConfiguration(listener.synchronous()));
    }

    @Test
    void everyOperation_once_sendsOneEventPerChange() {
        Cache<String, String> cache = listened();
        cache.put("a", "1");
        cache.put("a", "2");
        cache.getAndPut("a", "3");
        cache.replace("a", "4");
        cache.replace("a", "4", "5");
        cache.getAndReplace("a", "6");
        cache.putIfAbsent("a", "7");
        cache.putAll(Map.of("a", "8"));
        cache.remove("a", "no");
        cache.remove("a", "8");
        cache.putIfAbsent("a", "9");
        cache.getAndRemove("a");
        cache.put("a", "10");
        cache.removeAll(Set.of("a"));
        cache.put("a", "11");
        cache.removeAll();
        assertThat(listener.events())
                .containsExactly(
                        "CREATED a=1<-null",
                        "UPDATED a=2<-1",
                        "UPDATED a=3<-2",
                        "UPDATED a=4<-3",
                        "UPDATED a=5<-4",
                        "UPDATED a=6<-5",
                        "UPDATED a=8<-6",
                        "REMOVED a=8<-8",
                        "CREATED a=9<-null",
                        "REMOVED a=9<-9",
                        "CREATED a=10<-null",
                        "REMOVED a=10<-10",
                        "CREATED a=11<-null",
                        "REMOVED a=11<-11");
    }

    @Test
    void listener_throws_mutationIsDoneAndCallerIsTold() {
        IllegalStateException failure = new IllegalStateException("a listener that fails");
        CacheEntryCreatedListener<String, String> failing = events -> {
            throw failure;
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().addCacheEntryListenerConfiguration(synchronous(failing)));
        cache.registerCacheEntryListener(listener.synchronous());
        assertThatThrownBy(() -> cache.put("k", "1"))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasCause(failure);
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(listener.events()).containsExactly("CREATED k=1<-null");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=0 puts=1 removals=0");
    }

    @Test
    void listener_throwsAnError_notWrapped() {
        AssertionError failure = new AssertionError("a listener that fails");
        CacheEntryCreatedListener<String, String> failing = events -> {
            throw failure;
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().addCacheEntryListenerConfiguration(synchronous(failing)));
        assertThatThrownBy(() -> cache.put("k", "1")).isSameAs(failure);
        assertThat(cache.get("k")).isEqualTo("1");
    }

    @Test
    void filter_throws_mutationIsDoneAndOthersHear() {
        CacheEntryCreatedListener<String, String> never = events -> {};
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        () -> never,
                        () -> event -> {
                            throw new IllegalStateException("a filter that fails");
                        },
                        false,
                        true)));
        cache.registerCacheEntryListener(listener.synchronous());
        assertThatThrownBy(() -> cache.put("k", "1")).isInstanceOf(CacheEntryListenerException.class);
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(listener.events()).containsExactly("CREATED k=1<-null");
    }

    @Test
    void putAll_oneListenerCallThrows_allEntriesAreStored() {
        CacheEntryCreatedListener<String, String> failing = events -> {
            throw new IllegalStateException("a listener that fails");
        };
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().addCacheEntryListenerConfiguration(synchronous(failing)));
        assertThatThrownBy(() -> cache.putAll(Map.of("a", "1", "b", "2", "c", "3")))
                .isInstanceOf(CacheEntryListenerException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
        assertThat(cache.getAll(Set.of("a", "b", "c"))).hasSize(3);
    }

    @Test
    void removedAndExpired_oldValueNotRequired_showNoValue() {
        List<String> seen = new ArrayList<>();
        CacheEntryRemovedListener<String, String> removed = events -> {
            for (CacheEntryEvent<? extends String, ? extends String> event : events) {
                seen.add(event.getKey() + "=" + event.getValue() + "<-" + event.getOldValue() + " "
                        + event.isOldValueAvailable());
            }
        };
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> removed, null, false, true)));
        cache.put("k", "1");
        cache.remove("k");
        assertThat(seen).containsExactly("k=null<-null false");
    }

    @Test
    void values_changedByOneListener_areNotSeenByOthersNorTheCache() {
        CacheEntryCreatedListener<String, byte[]> spoiling = events -> {
            for (CacheEntryEvent<? extends String, ? extends byte[]> event : events) {
                byte[] value = event.getValue();
                value[0] = 99;
            }
        };
        List<Byte> seen = new ArrayList<>();
        CacheEntryCreatedListener<String, byte[]> reading = events -> events.forEach(event -> {
            byte[] value = event.getValue();
            seen.add(value[0]);
        });
        var configuration = new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class);
        configuration.addCacheEntryListenerConfiguration(synchronous(spoiling));
        configuration.addCacheEntryListenerConfiguration(synchronous(reading));
        Cache<String, byte[]> cache = jcache.create(configuration);
        byte[] value = {1};
        cache.put("k", value);
        assertThat(value[0]).isEqualTo((byte) 1);
        assertThat(cache.get("k")).containsExactly(1);
        assertThat(seen).containsExactly((byte) 1);
    }

    @Test
    void asynchronous_manyUpdates_arriveInTheirOrder() {
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().addCacheEntryListenerConfiguration(listener.asynchronous()));
        List<String> expected = new ArrayList<>(List.of("CREATED k=0<-null"));
        cache.put("k", "0");
        for (int i = 1; i < 200; i++) {
            cache.put("k", String.valueOf(i));
            expected.add("UPDATED k=" + i + "<-" + (i - 1));
        }
        await().untilAsserted(() -> assertThat(listener.events()).containsExactlyElementsOf(expected));
    }

    @Test
    void asynchronous_listenerFails_laterEventsArriveAndTheCallerIsNotTold() {
        AtomicInteger calls = new AtomicInteger();
        CacheEntryUpdatedListener<String, String> failing = events -> {
            calls.getAndIncrement();
            throw new AssertionError("a listener that fails");
        };
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> failing, null, true, false)));
        cache.put("k", "0");
        assertThatCode(() -> {
                    cache.put("k", "1");
                    cache.put("k", "2");
                })
                .doesNotThrowAnyException();
        await().until(() -> calls.get() == 2);
    }

    @Test
    void deregister_equalConfiguration_stopsEventsAndClosesTheListener() {
        CacheEntryListenerConfiguration<String, String> registered = new MutableCacheEntryListenerConfiguration<>(
                FactoryBuilder.factoryOf(CountingListener.class), null, false, true);
        CacheEntryListenerConfiguration<String, String> equal = new MutableCacheEntryListenerConfiguration<>(
                FactoryBuilder.factoryOf(CountingListener.class), null, false, true);
        int createdBefore = CountingListener.CREATED.get();
        int closedBefore = CountingListener.CLOSED.get();
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().addCacheEntryListenerConfiguration(registered));
        cache.put("a", "1");
        cache.deregisterCacheEntryListener(equal);
        cache.deregisterCacheEntryListener(equal);
        cache.put("b", "1");
        assertThat(CountingListener.CREATED.get() - createdBefore).isEqualTo(1);
        assertThat(CountingListener.CLOSED.get() - closedBefore).isEqualTo(1);
        cache.registerCacheEntryListener(equal);
        cache.put("c", "1");
        assertThat(CountingListener.CREATED.get() - createdBefore).isEqualTo(2);
    }

    @Test
    void register_factoryFails_configurationIsAsBefore() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        CacheEntryListenerConfiguration<String, String> failing = new MutableCacheEntryListenerConfiguration<>(
                () -> {
                    throw new IllegalStateException("a factory that fails");
                },
                null,
                false,
                true);
        assertThatThrownBy(() -> cache.registerCacheEntryListener(failing)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cache.registerCacheEntryListener(failing)).hasMessage("a factory that fails");
    }

    @Test
    void asynchronous_listenerIsSlow_doesNotHoldTheWriterUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch delivered = new CountDownLatch(1);
        CacheEntryCreatedListener<String, String> slow = events -> {
            try {
                released.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            delivered.countDown();
        };
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(() -> slow, null, false, false)));
        cache.put("k", "1");
        assertThat(delivered.getCount()).isEqualTo(1);
        released.countDown();
        assertThat(delivered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void asynchronous_nobodyDelivers_waitingEventsAreBoundedAndLaterOnesArrive() {
        int bound = 10_000;
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        Cache<String, String> cache = jcache.manager()
                .createCache("test", heldBack(tasks).addCacheEntryListenerConfiguration(listener.asynchronous()));
        for (int i = 0; i < bound + 100; i++) {
            cache.put("k" + i, "1");
        }
        assertThat(listener.events()).isEmpty();
        drain(tasks);
        assertThat(listener.events()).hasSize(bound).endsWith("CREATED k" + (bound - 1) + "=1<-null");
        cache.put("later", "1");
        drain(tasks);
        assertThat(listener.events()).hasSize(bound + 1).endsWith("CREATED later=1<-null");
    }

    @Test
    void asynchronous_nobodyDeliversLargeValues_theirBytesAreBounded() {
        AtomicInteger delivered = new AtomicInteger();
        CacheEntryUpdatedListener<String, byte[]> counting =
                events -> events.forEach(event -> delivered.getAndIncrement());
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        SlabConfiguration<String, byte[]> configuration = new SlabConfiguration<>();
        configuration.setTypes(String.class, byte[].class);
        configuration.setExecutorFactory(() -> tasks::add);
        configuration.addCacheEntryListenerConfiguration(
                new MutableCacheEntryListenerConfiguration<>(() -> counting, null, false, false));
        Cache<String, byte[]> cache = jcache.manager().createCache("test", configuration);
        byte[] value = new byte[512 << 10];
        for (int i = 0; i < 160; i++) {
            cache.put("k", value);
        }
        drain(tasks);
        // 159 updates of somewhat more than 512 KiB were published; fewer than 128 of them fit into 64 MiB.
        assertThat(delivered.get()).isBetween(120, 127);
    }

    @Test
    void factories_returnNull_areRefused() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        assertThatThrownBy(() -> cache.registerCacheEntryListener(
                        new MutableCacheEntryListenerConfiguration<>(() -> null, null, false, true)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=test, made=listener");
        assertThatThrownBy(() -> cache.registerCacheEntryListener(
                        new MutableCacheEntryListenerConfiguration<>(() -> listener, () -> null, false, true)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=test, made=filter");
        SlabConfiguration<String, String> withoutExecutor = new SlabConfiguration<>();
        withoutExecutor.setTypes(String.class, String.class);
        withoutExecutor.setExecutorFactory(() -> null);
        assertThatThrownBy(() -> jcache.manager().createCache("other", withoutExecutor))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("a factory must not return null: cache=other");
    }

    private static SlabConfiguration<String, String> heldBack(Queue<Runnable> tasks) {
        SlabConfiguration<String, String> configuration = new SlabConfiguration<>();
        configuration.setTypes(String.class, String.class);
        configuration.setExecutorFactory(() -> tasks::add);
        return configuration;
    }

    private static void drain(Queue<Runnable> tasks) {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    private static <K, V> CacheEntryListenerConfiguration<K, V> synchronous(CacheEntryCreatedListener<K, V> listener) {
        return new MutableCacheEntryListenerConfiguration<>(() -> listener, null, true, true);
    }

    /** Made by name, so that its configurations can be equal. */
    public static final class CountingListener implements CacheEntryCreatedListener<String, String>, AutoCloseable {
        private static final AtomicInteger CREATED = new AtomicInteger();
        private static final AtomicInteger CLOSED = new AtomicInteger();

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            events.forEach(event -> CREATED.getAndIncrement());
        }

        @Override
        public void close() {
            CLOSED.getAndIncrement();
        }
    }
}
