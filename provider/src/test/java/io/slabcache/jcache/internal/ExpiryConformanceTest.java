package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification says of expiry and its tests do not pin. */
@ParameterizedClass
@ValueSource(strings = {"embedded-fake:expiry", "lossy-fake:expiry", "heap-memcached-fake:expiry/2"})
class ExpiryConformanceTest {
    private static final Duration MINUTE = new Duration(TimeUnit.MINUTES, 1);
    private static final long MINUTE_MILLIS = 60_000;

    @Parameter
    String uri = "";

    private final ScriptedPolicy policy = new ScriptedPolicy();
    private final List<String> writes = new ArrayList<>();
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

    private Cache<String, String> scripted() {
        return jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(() -> policy)
                .addCacheEntryListenerConfiguration(listener.synchronous()));
    }

    @Test
    void standardPolicies_ofNull_areEternal() {
        List<Factory<? extends ExpiryPolicy>> factories = List.of(
                () -> new CreatedExpiryPolicy(null),
                () -> new ModifiedExpiryPolicy(null),
                () -> new AccessedExpiryPolicy(null),
                () -> new TouchedExpiryPolicy(null));
        for (Factory<? extends ExpiryPolicy> factory : factories) {
            Cache<String, String> cache = jcache.create(JCacheFixture.strings().setExpiryPolicyFactory(factory));
            cache.put("k", "1");
            FakeClock.SHARED.advance(MINUTE_MILLIS);
            cache.put("k", "2");
            FakeClock.SHARED.advance(MINUTE_MILLIS);
            assertThat(cache.get("k")).as(factory.create().toString()).isEqualTo("2");
            FakeClock.SHARED.advance(MINUTE_MILLIS);
            assertThat(cache.get("k")).as(factory.create().toString()).isEqualTo("2");
            cache.close();
        }
    }

    @Test
    void put_updateIsZero_updatedAndCountedThenExpired() {
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        policy.update(() -> Duration.ZERO);
        cache.put("k", "2");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(listener.events()).containsExactly("CREATED k=1<-null", "UPDATED k=2<-1", "EXPIRED k=2<-2");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=0 puts=2 removals=0");
    }

    @Test
    void invoke_updateIsZero_updatedAndCountedThenExpired() {
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        policy.update(() -> Duration.ZERO);
        cache.invoke("k", (entry, arguments) -> {
            entry.setValue("2");
            return null;
        });
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(listener.events()).containsExactly("CREATED k=1<-null", "UPDATED k=2<-1", "EXPIRED k=2<-2");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=0 puts=2 removals=0");
    }

    @Test
    void allCreations_creationIsZero_nothingStoredSentOrCounted() {
        policy.creation(() -> Duration.ZERO);
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        assertThat(cache.putIfAbsent("k", "1")).isFalse();
        assertThat(cache.getAndPut("k", "1")).isNull();
        cache.putAll(Map.of("k", "1"));
        cache.invoke("k", (entry, arguments) -> {
            entry.setValue("1");
            return null;
        });
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(listener.events()).isEmpty();
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=3 puts=0 removals=0");
    }

    @Test
    void readThrough_creationIsZero_valueReturnedAndNotStored() {
        policy.creation(() -> Duration.ZERO);
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(() -> policy)
                .setReadThrough(true)
                .setCacheLoaderFactory(() -> new MapLoader(Map.of("k", "loaded"))));
        assertThat(cache.get("k")).isEqualTo("loaded");
        assertThat(cache.getAll(Set.of("k"))).containsEntry("k", "loaded");
        assertThat(cache.<String>invoke("k", (entry, arguments) -> entry.getValue()))
                .isEqualTo("loaded");
        assertThat(cache.containsKey("k")).isFalse();
    }

    @Test
    void loadAll_creationIsZero_nothingStored() throws Exception {
        policy.creation(() -> Duration.ZERO);
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(() -> policy)
                .addCacheEntryListenerConfiguration(listener.synchronous())
                .setCacheLoaderFactory(() -> new MapLoader(Map.of("k", "loaded"))));
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of("k"), true, done);
        done.get(10, TimeUnit.SECONDS);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(listener.events()).isEmpty();
    }

    @Test
    void write_writerTakesLongerThanTheEntryLives_lifeBeginsAfterIt() {
        policy.creation(() -> MINUTE).update(() -> MINUTE);
        Cache<String, String> cache = slowlyWriting();
        cache.put("put", "1");
        assertThat(cache.containsKey("put")).isTrue();
        cache.invoke("invoke", (entry, arguments) -> {
            entry.setValue("1");
            return null;
        });
        assertThat(cache.containsKey("invoke")).isTrue();
        listener.events().clear();
        FakeClock.SHARED.advance(MINUTE_MILLIS);
        assertThat(cache.get("invoke")).isNull();
        assertThat(listener.events()).containsExactly("EXPIRED invoke=1<-1");
    }

    @Test
    void put_entryExpiresWhileTheWriterRuns_expiredThenCreatedAndWrittenOnce() {
        policy.creation(() -> MINUTE);
        Cache<String, String> cache = slowlyWriting();
        cache.put("k", "1");
        writes.clear();
        cache.put("k", "2");
        assertThat(cache.get("k")).isEqualTo("2");
        assertThat(writes).containsExactly("2");
        if (JCacheFixture.isRemote(uri)) {
            // The server took the entry away, and tells nobody.
            assertThat(listener.events()).containsExactly("CREATED k=1<-null", "CREATED k=2<-null");
        } else {
            assertThat(listener.events()).containsExactly("CREATED k=1<-null", "EXPIRED k=1<-1", "CREATED k=2<-null");
        }
    }

    private Cache<String, String> slowlyWriting() {
        return jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(() -> policy)
                .addCacheEntryListenerConfiguration(listener.synchronous())
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> new SlowWriter(writes)));
    }

    /** Takes two minutes for each write. */
    private record SlowWriter(List<String> writes) implements CacheWriter<String, String> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            writes.add(entry.getValue());
            FakeClock.SHARED.advance(2 * MINUTE_MILLIS);
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.forEach(this::write);
        }

        @Override
        public void delete(Object key) {
            throw new AssertionError("nothing is deleted");
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            throw new AssertionError("nothing is deleted");
        }
    }

    @Test
    void get_accessIsZero_thisCallReturnsTheValueThenExpired() {
        policy.access(() -> Duration.ZERO);
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(cache.get("k")).isNull();
        assertThat(listener.events()).containsExactly("CREATED k=1<-null", "EXPIRED k=1<-1");
    }

    @Test
    void exists_present_asksThePolicyNothingAndCountsNoMore() {
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        policy.calls().clear();
        assertThat(cache.<Boolean>invoke("k", (entry, arguments) -> entry.exists()))
                .isTrue();
        assertThat(policy.calls()).isEmpty();
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=0 puts=1 removals=0");
    }

    @Test
    void everyWrite_entryExpired_publishesExpiredAndFindsNothing() {
        policy.creation(() -> MINUTE);
        Cache<String, String> cache = scripted();
        for (String key :
                new String[] {"put", "getAndPut", "putIfAbsent", "replace", "remove", "getAndRemove", "invoke"}) {
            cache.put(key, "old");
        }
        FakeClock.SHARED.advance(MINUTE_MILLIS);
        listener.events().clear();
        policy.calls().clear();
        cache.put("put", "new");
        assertThat(cache.getAndPut("getAndPut", "new")).isNull();
        assertThat(cache.putIfAbsent("putIfAbsent", "new")).isTrue();
        assertThat(cache.replace("replace", "new")).isFalse();
        assertThat(cache.remove("remove")).isFalse();
        assertThat(cache.getAndRemove("getAndRemove")).isNull();
        assertThat(cache.<Boolean>invoke("invoke", (entry, arguments) -> entry.exists()))
                .isFalse();
        assertThat(listener.events())
                .filteredOn(event -> event.startsWith("EXPIRED"))
                .hasSize(7)
                .allSatisfy(event -> assertThat(event).endsWith("=old<-old"));
        assertThat(listener.events())
                .filteredOn(event -> !event.startsWith("EXPIRED"))
                .containsExactly(
                        "CREATED put=new<-null", "CREATED getAndPut=new<-null", "CREATED putIfAbsent=new<-null");
        assertThat(policy.calls()).containsExactly("creation", "creation", "creation");
    }

    @Test
    void get_loadedByThisCall_asksForCreationOnly() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(() -> policy)
                .setReadThrough(true)
                .setCacheLoaderFactory(() -> new MapLoader(Map.of("k", "loaded"))));
        assertThat(cache.get("k")).isEqualTo("loaded");
        assertThat(policy.calls()).containsExactly("creation");
        assertThat(cache.get("k")).isEqualTo("loaded");
        assertThat(policy.calls()).containsExactly("creation", "access");
    }

    @Test
    void creation_policyThrowsOrReturnsNull_entryIsEternal() {
        Cache<String, String> cache = scripted();
        policy.creation(() -> {
            throw new IllegalStateException("a policy that fails");
        });
        cache.put("thrown", "1");
        policy.creation(() -> null);
        cache.put("null", "1");
        FakeClock.SHARED.advance(TimeUnit.DAYS.toMillis(10_000));
        assertThat(cache.get("thrown")).isEqualTo("1");
        assertThat(cache.get("null")).isEqualTo("1");
    }

    @Test
    void updateAndAccess_policyThrows_expiryIsUnchanged() {
        policy.creation(() -> MINUTE).update(ExpiryConformanceTest::fail).access(ExpiryConformanceTest::fail);
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        FakeClock.SHARED.advance(MINUTE_MILLIS / 2);
        cache.put("k", "2");
        assertThat(cache.get("k")).isEqualTo("2");
        FakeClock.SHARED.advance(MINUTE_MILLIS / 2);
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void put_createdPolicy_updateKeepsTheExpiryOfTheCreation() {
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(MINUTE)));
        cache.put("k", "1");
        FakeClock.SHARED.advance(MINUTE_MILLIS - 1);
        cache.put("k", "2");
        assertThat(cache.get("k")).isEqualTo("2");
        FakeClock.SHARED.advance(1);
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void get_accessedPolicy_everyReadProlongs() {
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(MINUTE)));
        cache.put("k", "1");
        for (int i = 0; i < 5; i++) {
            FakeClock.SHARED.advance(MINUTE_MILLIS - 1);
            assertThat(cache.getAll(Set.of("k"))).containsEntry("k", "1");
            assertThat(cache.iterator().next().getValue()).isEqualTo("1");
        }
        FakeClock.SHARED.advance(MINUTE_MILLIS);
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void durations_beyondTheLastInstant_areEternal() {
        policy.creation(() -> new Duration(TimeUnit.DAYS, Long.MAX_VALUE / 10));
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        assertThat(cache.get("k")).isEqualTo("1");
    }

    @Test
    void policy_stepsAreLost_askedOncePerOperation() {
        Cache<String, String> cache = scripted();
        cache.put("k", "1");
        for (int i = 0; i < 100; i++) {
            policy.calls().clear();
            cache.put("k", "v" + i);
            assertThat(policy.calls()).as("round " + i).containsExactly("update");
        }
    }

    private static Duration fail() {
        throw new IllegalStateException("a policy that fails");
    }
}
