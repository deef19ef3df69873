package io.slabcache.bench.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.bench.harness.Bar;
import io.slabcache.bench.harness.SuiteProgram;
import java.util.Optional;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JCacheEntrantTest {
    /** More than some providers keep unless they are told. */
    private static final int COUNT = 12_000;

    private static final int BULKS = 2;

    /** One test of both, since there is one manager of some providers in a process. */
    @ParameterizedTest
    @EnumSource
    void provider_everyKindOfEntry_givesBackACopyOfEachAndAllThatItIsFilledWith(JCacheEntrant entrant) {
        try (CacheManager manager = entrant.manager()) {
            for (Entries entries : Entries.values()) {
                assertGivesBack(create(entrant, manager, entries), entries);
                manager.destroyCache(entries.name());
                assertIsFilled(create(entrant, manager, entries), entries);
                manager.destroyCache(entries.name());
            }
        }
    }

    @Test
    void configuration_caffeine_isBoundedByTwiceTheEntries() {
        assertThat(maximumSize(JCacheEntrant.CAFFEINE)).hasValue(2L * Entries.COUNT);
        assertThat(maximumSize(JCacheEntrant.CAFFEINE_UNBOUNDED)).isEmpty();
    }

    /** Returns the bound of the cache behind the adapter. */
    private static Optional<Long> maximumSize(JCacheEntrant entrant) {
        try (CacheManager manager = entrant.manager()) {
            com.github.benmanes.caffeine.cache.Cache<?, ?> cache =
                    create(entrant, manager, Entries.LONG_BYTES).unwrap(com.github.benmanes.caffeine.cache.Cache.class);
            Optional<Long> maximum = cache.policy().eviction().map(eviction -> eviction.getMaximum());
            manager.destroyCache(Entries.LONG_BYTES.name());
            return maximum;
        }
    }

    @Test
    void suite_barToCaffeine_isTheBoundedOnes() {
        assertThat(JCacheSuites.jcache(SuiteProgram.Form.QUICK).bars())
                .filteredOn(bar -> bar.name().contains("-to-caffeine"))
                .allSatisfy(bar -> {
                    boolean binding = !Double.isNaN(bar.bound());
                    assertThat(bar.reference())
                            .isEqualTo(
                                    new Bar.Other(binding ? JCacheEntrant.CAFFEINE : JCacheEntrant.CAFFEINE_UNBOUNDED));
                    assertThat(bar.name().endsWith("-unbounded")).isNotEqualTo(binding);
                })
                .hasSize(4 * Entries.values().length);
    }

    @SuppressWarnings("unchecked")
    private static Cache<Object, Object> create(JCacheEntrant entrant, CacheManager manager, Entries entries) {
        return (Cache<Object, Object>)
                entrant.create(manager, entries.name(), entries.keyClass(), entries.valueClass());
    }

    private static void assertIsFilled(Cache<Object, Object> cache, Entries entries) {
        JCacheSession.fill(cache, entries, BULKS);

        for (int i = 0; i < BULKS * JCacheSession.BULK; i++) {
            assertThat(cache.get(entries.key(i))).isEqualTo(entries.value(i));
        }
    }

    private static void assertGivesBack(Cache<Object, Object> cache, Entries entries) {
        for (int i = 0; i < COUNT; i++) {
            Object value = entries.value(i);
            cache.put(entries.key(i), value);
            assertThat(cache.get(entries.key(i))).isEqualTo(entries.value(i)).isNotSameAs(value);
        }
        for (int i = 0; i < COUNT; i++) {
            assertThat(entries.isValue(cache.get(entries.key(i)))).isTrue();
        }
        assertThat(entries.isValue(cache.get(entries.key(COUNT)))).isFalse();
    }
}
