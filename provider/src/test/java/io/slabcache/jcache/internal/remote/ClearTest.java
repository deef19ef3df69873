package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.NodeAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clearing a cache while one of its servers is away. */
class ClearTest {
    private static final int KEYS = 60;

    private final HeapCaches caches = new HeapCaches(3);
    private final NodeAddress away = caches.servers.addresses().get(1);
    private final Map<String, String> all = new TreeMap<>();
    private final Set<Thread> others = retrying();

    ClearTest() {
        for (int i = 0; i < KEYS; i++) {
            all.put("k" + i, "v" + i);
        }
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void clear_nodeDownAndCacheOpenedAnew_isEnforced() {
        CacheManager manager = caches.manager("one", "");
        Cache<String, String> cache = caches.create("one", "");
        cache.putAll(all);
        caches.servers.setDown(away, true);
        assertThatThrownBy(cache::clear).isInstanceOf(CacheException.class).hasMessageContaining("node=" + away);
        cache.close();
        caches.servers.setDown(away, false);
        Cache<String, String> again = manager.createCache(HeapCaches.CACHE, HeapCaches.strings());
        assertThat(present(again)).isEmpty();
    }

    @Test
    void clear_nodeDownAndCacheIdleAfterwards_isEnforced() {
        Cache<String, String> cleared = caches.create("one", "");
        Cache<String, String> other = caches.create("two", "");
        cleared.putAll(all);
        caches.servers.setDown(away, true);
        assertThatThrownBy(cleared::clear).isInstanceOf(CacheException.class);
        caches.servers.setDown(away, false);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(present(other)).isEmpty());
        await().atMost(Duration.ofMinutes(1)).until(() -> !isRetrying());
        other.putAll(all);
        assertThat(present(cleared)).isEqualTo(all.keySet());
    }

    @Test
    void clear_nodeAbsent_isEnforcedWhenItIsListedAgain() {
        Cache<String, String> cleared = caches.create("one", "");
        Cache<String, String> other = caches.create("two", "");
        cleared.putAll(all);
        caches.servers.setAbsent(away, true);
        cleared.clear();
        caches.servers.setAbsent(away, false);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(present(other)).isEmpty());
    }

    @Test
    void clear_absentNodeThatWasNeverSeen_isEnforcedByTheNextUseOfIt() {
        Cache<String, String> other = caches.create("two", "");
        other.putAll(all);
        caches.servers.setAbsent(away, true);
        // Within one millisecond the generations' order is random.
        caches.clock.advance(1);
        Cache<String, String> cleared = caches.create("one", "");
        cleared.clear();
        caches.servers.setAbsent(away, false);
        assertThat(present(cleared)).isEmpty();
        assertThat(present(other)).isEmpty();
    }

    @Test
    void clear_nodeLeavesMeanwhile_failsNamingItAndReachesTheOthers() {
        Cache<String, String> cache = caches.create("one", "");
        Cache<String, String> other = caches.create("two", "");
        cache.putAll(all);
        caches.servers.inject(new HeapMemcachedServers.Fault() {
            @Override
            public void before(String operation, byte[] key) {
                caches.servers.setAbsent(away, true);
            }
        });
        assertThatThrownBy(cache::clear)
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("not among the client's nodes at present: node=" + away);
        caches.failNothing();
        assertThat(present(other)).isEmpty();
        caches.servers.setAbsent(away, false);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(present(other)).isEmpty());
    }

    @Test
    void destroyCache_nodeDown_removesTheDescriptionElsewhere() {
        CacheManager manager = caches.manager("one", "");
        caches.create("one", "").putAll(all);
        KeyGrammar grammar = new KeyGrammar("", HeapCaches.CACHE);
        NodeAddress home = caches.servers.nodeOf(grammar.descriptionKey());
        NodeAddress another = caches.servers.addresses().stream()
                .filter(node -> !node.equals(home))
                .findFirst()
                .orElseThrow();
        caches.servers.setDown(another, true);
        assertThatThrownBy(() -> manager.destroyCache(HeapCaches.CACHE))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("node=" + another);
        assertThat(caches.servers.client().get(grammar.descriptionKey())).isNull();
    }

    @Test
    void close_nodeStillAway_endsTheRetries() {
        Cache<String, String> cache = caches.create("one", "");
        cache.putAll(all);
        caches.servers.setDown(away, true);
        assertThatThrownBy(cache::clear).isInstanceOf(CacheException.class);
        assertThat(isRetrying()).isTrue();
        cache.getCacheManager().close();
        await().atMost(Duration.ofMinutes(1)).until(() -> !isRetrying());
    }

    /** Tells whether there is a thread that retries, other tests' left out. */
    private boolean isRetrying() {
        return !others.containsAll(retrying());
    }

    private static Set<Thread> retrying() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("slabcache-clear"))
                .collect(Collectors.toSet());
    }

    private Set<String> present(Cache<String, String> cache) {
        return cache.getAll(all.keySet()).keySet();
    }
}
