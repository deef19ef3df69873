package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What loaders and listeners have to do with time, on real servers, whose clock nobody sets. */
@Timeout(120)
class RealTimeTest {
    /** A whole second and a bit: a server keeps such an entry for one to two seconds more. */
    private static final Duration SHORT = new Duration(TimeUnit.MILLISECONDS, 1050);

    /** How often a test begins again because the machine was busy for so long that the server had forgotten the entry. */
    private static final int ATTEMPTS = 20;

    private final MapLoader loader = new MapLoader(Map.of("a", "A", "b", "B"));
    private final RecordingListener<String, String> listener = new RecordingListener<>();
    private final JCacheFixture jcache = new JCacheFixture(JCacheFixture.REAL);

    @AfterEach
    void close() {
        jcache.close();
    }

    @Test
    void loadAll_keepExisting_reloadsWhatExpired() throws Exception {
        ScriptedPolicy policy = new ScriptedPolicy().creation(() -> SHORT);
        Cache<String, String> cache = jcache.create(
                JCacheFixture.strings().setExpiryPolicyFactory(() -> policy).setCacheLoaderFactory(() -> loader));
        cache.put("a", "old");
        outlive(SHORT);
        policy.creation(() -> Duration.ETERNAL);
        cache.put("b", "present");
        CompletionListenerFuture loaded = new CompletionListenerFuture();
        cache.loadAll(Set.of("a", "b"), false, loaded);
        loaded.get(20, TimeUnit.SECONDS);
        assertThat(cache.getAll(Set.of("a", "b"))).containsOnly(Map.entry("a", "A"), Map.entry("b", "present"));
        assertThat(loader.calls()).containsExactly("loadAll [a]");
    }

    @Test
    void expired_metByAnAccess_isDeliveredOnce() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(SHORT))
                .addCacheEntryListenerConfiguration(listener.synchronous()));
        String key = meetExpired(cache);
        assertThat(cache.get(key)).isNull();
        assertThat(listener.events())
                .containsOnlyOnce("EXPIRED " + key + "=1<-1")
                .filteredOn(event -> event.contains(" " + key + "="))
                .containsExactly("CREATED " + key + "=1<-null", "EXPIRED " + key + "=1<-1");
    }

    @Test
    void expired_listenerRegisteredAfterTheWrite_isDelivered() {
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(SHORT)));
        cache.put("first", "1");
        cache.registerCacheEntryListener(listener.synchronous());
        outlive(SHORT);
        cache.containsKey("first");
        if (!listener.events().contains("EXPIRED first=1<-1")) {
            meetExpired(cache);
        }
    }

    /** Writes entries until one was met before its server had forgotten it; returns its key. */
    private String meetExpired(Cache<String, String> cache) {
        for (int i = 0; i < ATTEMPTS; i++) {
            String key = "k" + i;
            cache.put(key, "1");
            outlive(SHORT);
            assertThat(cache.get(key)).isNull();
            if (listener.events().contains("EXPIRED " + key + "=1<-1")) {
                return key;
            }
        }
        throw new AssertionError("an expired entry must be met and told: events=" + listener.events());
    }

    /** Waits until an entry that was just written has expired; by the clock that its expiry goes by. */
    private static void outlive(Duration duration) {
        long end = System.currentTimeMillis() + duration.getTimeUnit().toMillis(duration.getDurationAmount());
        while (System.currentTimeMillis() <= end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
