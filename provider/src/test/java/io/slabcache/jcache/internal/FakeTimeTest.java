package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What loaders and listeners have to do with time, where a test sets the clock; {@code RealTimeTest} is for the others. */
@ParameterizedClass
@ValueSource(strings = {"embedded-fake:time", "lossy-fake:time", "heap-memcached-fake:time/2"})
class FakeTimeTest {
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

    @Test
    void loadAll_keepExisting_reloadsWhatExpired() throws Exception {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE))
                .setCacheLoaderFactory(() -> loader));
        cache.put("a", "old");
        FakeClock.SHARED.advance(60_000);
        cache.put("b", "present");
        CompletionListenerFuture loaded = new CompletionListenerFuture();
        cache.loadAll(Set.of("a", "b"), false, loaded);
        loaded.get(20, TimeUnit.SECONDS);
        assertThat(cache.getAll(Set.of("a", "b"))).containsOnly(Map.entry("a", "A"), Map.entry("b", "present"));
        assertThat(loader.calls()).containsExactly("loadAll [a]");
    }

    @Test
    void expired_metByAnAccess_isDelivered() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE))
                .addCacheEntryListenerConfiguration(listener.synchronous()));
        cache.put("k", "1");
        FakeClock.SHARED.advance(60_000);
        assertThat(cache.get("k")).isNull();
        assertThat(cache.get("k")).isNull();
        assertThat(listener.events()).containsExactly("CREATED k=1<-null", "EXPIRED k=1<-1");
    }

    @Test
    void expired_listenerRegisteredAfterTheWrite_isDelivered() {
        Cache<String, String> cache = jcache.create(
                JCacheFixture.strings().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE)));
        cache.put("k", "1");
        cache.registerCacheEntryListener(listener.synchronous());
        FakeClock.SHARED.advance(60_000);
        assertThat(cache.containsKey("k")).isFalse();
        await().untilAsserted(() -> assertThat(listener.events()).containsExactly("EXPIRED k=1<-1"));
    }
}
