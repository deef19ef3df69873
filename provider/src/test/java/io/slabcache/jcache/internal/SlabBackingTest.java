package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabConfiguration;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
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
    void get_longValues_areWholeWhateverWasReadBefore() {
        Cache<String, byte[]> cache =
                jcache.create(new SlabConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
        for (int length : new int[] {0, 510, 511, 512, 600, 5_000, 65_535, 65_536, 100_000, 3}) {
            byte[] value = new byte[length];
            Arrays.fill(value, (byte) length);
            cache.put("k" + length, value);
            assertThat(cache.get("k" + length)).as("length %d", length).containsExactly(value);
            assertThat(cache.get("k" + length)).as("length %d, again", length).containsExactly(value);
        }
    }

    @Test
    void get_decodingReadsAnotherEntry_bothAreWhole() {
        Cache<String, Nesting> cache =
                jcache.create(new SlabConfiguration<String, Nesting>().setTypes(String.class, Nesting.class));
        cache.put("inner", new Nesting(null, "the inner text"));
        cache.put("outer", new Nesting("inner", "the outer text"));
        Nesting.cache = cache;
        try {
            Nesting read = Objects.requireNonNull(cache.get("outer"));
            assertThat(read.text).isEqualTo("the outer text");
            assertThat(Objects.requireNonNull(read.other).text).isEqualTo("the inner text");
        } finally {
            Nesting.cache = null;
        }
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

    /** A value that asks for another one before it reads the rest of itself. */
    private static final class Nesting implements Serializable {
        private static final long serialVersionUID = 1;

        static @Nullable Cache<String, Nesting> cache;

        private final @Nullable String otherKey;
        private final String text;
        private transient @Nullable Nesting other;

        Nesting(@Nullable String otherKey, String text) {
            this.otherKey = otherKey;
            this.text = text;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(otherKey);
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            String key = (String) in.readObject();
            Cache<String, Nesting> present = cache;
            other = key == null || present == null ? null : present.get(key);
            in.defaultReadObject();
        }
    }
}
