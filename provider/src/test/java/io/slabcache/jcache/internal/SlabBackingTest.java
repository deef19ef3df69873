package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabConfiguration;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the user sees of the slab store's limits. */
class SlabBackingTest {
    private final JCacheFixture jcache = new JCacheFixture("embedded:limits");

    @AfterEach
    void close() {
        jcache.close();
    }

    private Cache<String, byte[]> small() {
        return jcache.create(new SlabConfiguration<String, byte[]>()
                .setTypes(String.class, byte[].class)
                .setCapacity(1L << 20)
                .setMaxItemSize(10_000));
    }

    @Test
    void put_valueTooLarge_namesTheSizesAndKeepsTheOldValue() {
        Cache<String, byte[]> cache = small();
        cache.put("k", new byte[] {1});
        assertThatThrownBy(() -> cache.put("k", new byte[20_000]))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=test")
                .hasMessageContaining("valueBytes=20")
                .hasMessageContaining("maxItemSize=10000");
        assertThat(cache.get("k")).containsExactly(1);
    }

    @Test
    void everyOperation_keyTooLong_isACacheException() {
        Cache<String, byte[]> cache = small();
        String key = "k".repeat(70_000);
        assertThatThrownBy(() -> cache.put(key, new byte[1]))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("65535");
        assertThatThrownBy(() -> cache.get(key)).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.containsKey(key)).isInstanceOf(CacheException.class);
    }

    @Test
    void put_beyondTheCapacity_evictsAndCounts() {
        Cache<String, byte[]> cache = small();
        for (int i = 0; i < 5_000; i++) {
            cache.put("k" + i, new byte[1_000]);
        }
        assertThat(JCacheFixture.statistics(cache).evictions()).isPositive();
        assertThat(JCacheFixture.statistics(cache).entries()).isBetween(100L, 1_048L);
        assertThat(JCacheFixture.statistics(cache).usedBytes()).isLessThanOrEqualTo(1L << 20);
    }

    @Test
    void createCache_capacityTheMachineLacks_isACacheExceptionThatNamesTheCache() {
        assertThatThrownBy(() -> jcache.create(new SlabConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setCapacity(1L << 50)))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("cache=test");
        assertThat(jcache.manager().getCacheNames()).isEmpty();
    }
}
