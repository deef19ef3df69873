package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCachingProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clear() and destroyCache() promise for a server that is down when they are called: that what was cleared is gone
 * when the server is back, whether it has forgotten everything or nothing, and that nobody else's entries are.
 */
@Timeout(240)
class ClearWithServerDownTest {
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final int KEYS = 90;
    private static final String CACHE = "test";
    private static final KeyGrammar GRAMMAR = new KeyGrammar("", CACHE);

    private final List<RealMemcached> servers = new ArrayList<>();
    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final Map<String, String> entries = new TreeMap<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < 3; i++) {
            servers.add(RealMemcached.start());
        }
        for (int i = 0; i < KEYS; i++) {
            entries.put("k" + i, "v" + i);
        }
    }

    @AfterEach
    void stop() {
        provider.close();
        servers.forEach(RealMemcached::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "1 h"})
    void clear_serverKilled_othersAreClearedAndItComesBackEmpty(String generationCache) {
        Cache<String, String> cache = create(manager("", generationCache), CACHE);
        Cache<String, String> other = create(manager("", generationCache), "other");
        cache.putAll(entries);
        other.putAll(entries);
        RealMemcached down = servers.get(1);
        List<RealMemcached> living = List.of(servers.get(0), servers.get(2));
        Map<String, String> foreign = foreign(living);
        List<String> lost = keysOn(down, cache);
        Map<String, String> kept = new TreeMap<>(entries);
        kept.keySet().removeAll(keysOn(down, other));
        down.kill();

        assertClearFailsFor(down, cache);

        for (String key : entries.keySet()) {
            if (lost.contains(key)) {
                assertThatThrownBy(() -> cache.get(key)).hasMessageContaining("node=" + down.address());
            } else {
                assertThat(cache.get(key)).isNull();
            }
        }
        assertThat(foreign(living)).isEqualTo(foreign).isNotEmpty();
        down.restart();
        awaitBack(cache);
        assertEmpty(cache);
        assertThat(foreign(living)).isEqualTo(foreign);
        assertThat(other.getAll(entries.keySet())).isEqualTo(kept);
        assertThatEntriesCanBePut(cache);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "1 h"})
    void clear_serverSuspended_itsOldEntriesStayAway(String generationCache) {
        CacheManager manager = manager("", generationCache);
        Cache<String, String> cache = create(manager, CACHE);
        Cache<String, String> other = create(manager, "other");
        Cache<String, String> elsewhere = create(manager("/", "0 s"), CACHE);
        cache.putAll(entries);
        other.putAll(entries);
        Map<String, String> foreign = foreign(servers);
        RealMemcached down = servers.get(1);
        assertThat(keysOn(down, cache)).isNotEmpty();
        down.suspend();

        assertClearFailsFor(down, cache);

        down.resume();
        // Nobody uses the cache that was cleared.
        await().atMost(BACK)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(CacheException.class)
                .until(() -> elsewhere.getAll(entries.keySet()).isEmpty());
        awaitBack(cache);
        assertThat(ServerSnapshot.of(List.of(down), GRAMMAR::isEntry)).isNotEmpty();
        assertEmpty(cache);
        assertEmpty(elsewhere);
        assertThat(foreign(servers)).isEqualTo(foreign);
        assertThat(other.getAll(entries.keySet())).isEqualTo(entries);
        assertThatEntriesCanBePut(cache);
        assertThat(elsewhere.getAll(entries.keySet())).isEqualTo(entries);
    }

    @Test
    void clear_afterAWriteThatTheServerDidNotTake_isAlsoForThatWrite() {
        Cache<String, String> cache = create(manager("", "0 s"), CACHE);
        cache.putAll(entries);
        RealMemcached down = servers.get(1);
        List<String> late = keysOn(down, cache);
        down.suspend();
        // The server finds these requests when it goes on, and executes them.
        assertThatThrownBy(() -> cache.put(late.get(0), "late")).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.putAll(Map.of(late.get(1), "late"))).isInstanceOf(CacheException.class);

        assertClearFailsFor(down, cache);

        down.resume();
        awaitBack(cache);
        assertEmpty(cache);
    }

    @Test
    void destroyCache_serverSuspended_itsOldEntriesStayAwayFromTheNextCache() {
        CacheManager manager = manager("", "0 s");
        Cache<String, String> cache = create(manager, CACHE);
        Cache<String, String> other = create(manager, "other");
        cache.putAll(entries);
        other.putAll(entries);
        Map<String, String> foreign = foreign(servers);
        RealMemcached down = servers.get(1);
        assertThat(keysOn(down, cache)).isNotEmpty();
        down.suspend();

        assertThatThrownBy(() -> manager.destroyCache(CACHE))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("node=" + down.address());

        down.resume();
        await().atMost(BACK)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(CacheException.class)
                .until(() -> other.getAll(entries.keySet()).equals(entries));
        Cache<String, String> again = create(manager, CACHE);
        assertEmpty(again);
        assertThat(foreign(servers)).isEqualTo(foreign);
        assertThatEntriesCanBePut(again);
    }

    private void assertThatEntriesCanBePut(Cache<String, String> cache) {
        cache.putAll(entries);
        assertThat(cache.getAll(entries.keySet())).isEqualTo(entries);
        cache.clear();
        assertEmpty(cache);
        cache.putAll(entries);
    }

    private static void assertClearFailsFor(RealMemcached down, Cache<String, String> cache) {
        assertThatThrownBy(cache::clear)
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("operation=clear")
                .hasMessageContaining("node=" + down.address());
    }

    /** Everything that reads finds nothing. */
    private void assertEmpty(Cache<String, String> cache) {
        assertThat(cache.getAll(entries.keySet())).isEmpty();
        assertThat(entries.keySet()).noneMatch(cache::containsKey).allMatch(key -> cache.get(key) == null);
        assertThat(cache.iterator().hasNext()).isFalse();
        assertThat(entries.keySet()).noneMatch(key -> cache.replace(key, "new"));
    }

    /** Waits until no key fails; what is found is not looked at. */
    private void awaitBack(Cache<String, String> cache) {
        await().atMost(BACK)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(CacheException.class)
                .until(() -> {
                    entries.keySet().forEach(cache::containsKey);
                    return true;
                });
    }

    /** The keys of the cache's entries on one server. */
    private static List<String> keysOn(RealMemcached server, Cache<String, String> cache) {
        KeyGrammar grammar = new KeyGrammar("", cache.getName());
        Map<String, String> items = ServerSnapshot.of(List.of(server), grammar::isEntry);
        List<String> keys = new ArrayList<>();
        cache.forEach(entry -> {
            if (items.values().stream().anyMatch(item -> item.contains(entry.getValue() + " "))) {
                keys.add(entry.getKey());
            }
        });
        return keys;
    }

    /** All that is not an entry, the generation or the description of the cache. */
    private static Map<String, String> foreign(List<RealMemcached> servers) {
        byte[] own = GRAMMAR.generationKey();
        return ServerSnapshot.of(servers, key -> {
            for (int i = 0; i < KeyGrammar.ID_LENGTH; i++) {
                if (i == key.length || key[i] != own[i]) {
                    return true;
                }
            }
            return false;
        });
    }

    private CacheManager manager(String path, String generationCache) {
        String addresses =
                servers.stream().map(server -> server.address().toString()).collect(Collectors.joining(","));
        return provider.getCacheManager(
                URI.create("memcached://" + addresses + path
                        + "?operation-timeout=2s&stall-timeout=60s&connections-per-node=1&generation-cache="
                        + generationCache.replace(" ", "")),
                getClass().getClassLoader());
    }

    private static Cache<String, String> create(CacheManager manager, String name) {
        return manager.createCache(
                name,
                new MutableConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setExpiryPolicyFactory(
                                CreatedExpiryPolicy.factoryOf(new javax.cache.expiry.Duration(TimeUnit.HOURS, 1))));
    }
}
