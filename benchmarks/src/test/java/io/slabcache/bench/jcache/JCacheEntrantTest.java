package io.slabcache.bench.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import javax.cache.Cache;
import javax.cache.CacheManager;
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
