package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.NodeAddress;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.PartialRemovalException;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations on many entries while one of three servers is down: the others do their part. */
class BulkFailureTest {
    private static final int KEYS = 60;

    private final HeapCaches caches = new HeapCaches(3);
    private final NodeAddress away = caches.servers.addresses().get(1);
    private final Map<String, String> all = new TreeMap<>();

    BulkFailureTest() {
        for (int i = 0; i < KEYS; i++) {
            all.put("k" + i, "v" + i);
        }
    }

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void putAll_failuresAreMisses_storesTheRestAndCountsWhatIsDropped() {
        Cache<String, String> cache = caches.create("one", "&miss");
        caches.servers.setDown(away, true);
        cache.putAll(all);
        Set<String> stored = present(cache);
        assertThat(stored).isNotEmpty().hasSizeLessThan(KEYS);
        assertThat(statistics(cache).droppedWrites()).isEqualTo(KEYS - stored.size());
        assertThat(statistics(cache).failedReads()).isEqualTo(KEYS - stored.size());
        caches.servers.setDown(away, false);
        assertThat(present(cache)).isEqualTo(stored);
    }

    @Test
    void putAll_failuresAreTold_storesTheRestFirst() {
        Cache<String, String> cache = caches.create("one", "");
        Cache<String, String> tolerant = caches.create("two", "&miss");
        caches.servers.setDown(away, true);
        assertThatThrownBy(() -> cache.putAll(all))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("node=" + away);
        assertThat(present(tolerant)).isEqualTo(livingKeys(tolerant));
    }

    @Test
    void removeAll_failuresAreMisses_removesAndCountsTheRest() {
        Cache<String, String> cache = caches.create("one", "&miss");
        cache.putAll(all);
        caches.servers.setDown(away, true);
        Set<String> living = present(cache);
        cache.removeAll(all.keySet());
        assertThat(statistics(cache).removals()).isEqualTo(living.size());
        assertThat(statistics(cache).droppedWrites()).isEqualTo(KEYS - living.size());
        caches.servers.setDown(away, false);
        assertThat(present(cache)).hasSize(KEYS - living.size()).doesNotContainAnyElementsOf(living);
    }

    @Test
    void removeAll_failuresAreTold_removesAndCountsTheRestFirst() {
        Cache<String, String> cache = caches.create("one", "");
        Cache<String, String> tolerant = caches.create("two", "&miss");
        cache.putAll(all);
        caches.servers.setDown(away, true);
        int living = present(tolerant).size();
        assertThatThrownBy(() -> cache.removeAll(all.keySet()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("node=" + away);
        assertThat(statistics(cache).removals()).isEqualTo(living);
        caches.servers.setDown(away, false);
        assertThat(present(cache)).hasSize(KEYS - living);
    }

    @Test
    void plainFormat_failuresAreMisses_othersAreReadStoredAndRemoved() {
        Backing plain = plain(OnFailure.MISS);
        List<byte[]> keys = keys();
        caches.servers.setDown(away, true);
        plain.setAll(keys, values(), Backing.NO_EXPIRY);
        long stored = present(plain);
        assertThat(stored).isPositive().isLessThan(KEYS);
        assertThat(plain.statistics().droppedWrites()).isEqualTo(KEYS - stored);
        assertThat(plain.statistics().failedReads()).isEqualTo(KEYS - stored);
        assertThat(plain.deleteAll(keys)).isEqualTo(stored);
        assertThat(present(plain)).isZero();
    }

    @Test
    void plainFormat_failuresAreTold_othersAreStoredAndRemovedFirst() {
        Backing plain = plain(OnFailure.THROW);
        Backing tolerant = plain(OnFailure.MISS);
        List<byte[]> keys = keys();
        caches.servers.setDown(away, true);
        assertThatThrownBy(() -> plain.setAll(keys, values(), Backing.NO_EXPIRY))
                .hasMessageContaining("node=" + away);
        long stored = present(tolerant);
        assertThat(stored).isPositive();
        assertThatThrownBy(() -> present(plain)).hasMessageContaining("node=" + away);
        assertThatThrownBy(() -> plain.deleteAll(keys))
                .isInstanceOfSatisfying(
                        PartialRemovalException.class,
                        e -> assertThat(e.removed()).isEqualTo(stored))
                .hasMessageContaining("operation=removal of several");
    }

    /** Returns the keys of the servers that are up: those that can be stored. */
    private Set<String> livingKeys(Cache<String, String> tolerant) {
        Set<String> living = new TreeSet<>();
        for (String key : all.keySet()) {
            tolerant.put(key, "v");
            if (tolerant.containsKey(key)) {
                living.add(key);
            }
        }
        assertThat(living).isNotEmpty().hasSizeLessThan(KEYS);
        return living;
    }

    private Backing plain(OnFailure onFailure) {
        RemoteCacheSettings remote = new RemoteCacheSettings(
                Format.PLAIN, Undecodable.THROW, AccessExpiry.EXACT, Duration.ZERO, Duration.ofSeconds(10), null);
        return new MemcachedSpace(caches.servers.client(), "", onFailure, caches.clock, false)
                .open(new BackingSettings("plain", 0, 0, 0, true, "k", "v", remote), new RemoteFixture.Expired());
    }

    private List<byte[]> keys() {
        return all.keySet().stream().map(RemoteFixture::bytes).toList();
    }

    /** Returns a value for each key, each with its flags in front. */
    private List<byte[]> values() {
        List<byte[]> values = new ArrayList<>();
        all.values().forEach(value -> values.add(RemoteFixture.bytes("\0\0\0\0" + value)));
        return values;
    }

    private long present(Backing plain) {
        return plain.getAll(keys()).stream().filter(Objects::nonNull).count();
    }

    private Set<String> present(Cache<String, String> cache) {
        return cache.getAll(all.keySet()).keySet();
    }

    private static SlabCacheStatistics statistics(Cache<String, String> cache) {
        return cache.unwrap(SlabCache.class).statistics();
    }
}
