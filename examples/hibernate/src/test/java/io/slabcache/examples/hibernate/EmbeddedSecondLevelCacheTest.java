package io.slabcache.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.SlabCache;
import java.io.IOException;
import java.util.Map;
import javax.cache.CacheManager;
import org.hibernate.cache.jcache.internal.JCacheRegionFactory;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

/** The second-level cache in this process, configured by the file that the example has. */
class EmbeddedSecondLevelCacheTest extends SecondLevelCacheContractTest {
    @Override
    String configuration() throws IOException {
        return Resources.text("slabcache-embedded.conf");
    }

    @Test
    void caches_declaredInTheFile_areThoseOfTheRegions() {
        CacheManager manager = managerOf(library);

        assertThat(manager.getCacheNames())
                .containsExactlyInAnyOrder(AUTHORS, NATURAL_IDS, NOVELS_OF_AUTHORS, NOVELS, RESULTS, TIMESTAMPS);
        assertThat(capacity(manager, NOVELS)).isEqualTo(64L << 20);
        assertThat(capacity(manager, AUTHORS)).isEqualTo(8L << 20);
    }

    @Test
    void statistics_ofTheCaches_countWhatHibernateDoes() {
        library.titlesBy("Jane Austen");
        library.titlesBy("Jane Austen");

        var novels = managerOf(library).getCache(NOVELS).unwrap(SlabCache.class).statistics();
        assertThat(novels.entries()).isEqualTo(6);
        assertThat(novels.usedBytes()).isPositive();
    }

    @Test
    void factory_closed_closesTheManagerWithItsMemory() throws IOException {
        Library other = fixture.open(configuration(), Map.of());
        CacheManager manager = managerOf(other);
        assertThat(manager).isNotSameAs(managerOf(library));

        other.close();

        assertThat(manager.isClosed()).isTrue();
        assertThat(managerOf(library).isClosed()).isFalse();
    }

    static CacheManager managerOf(Library library) {
        RegionFactory regions = library.factory()
                .unwrap(SessionFactoryImplementor.class)
                .getCache()
                .getRegionFactory();
        return ((JCacheRegionFactory) regions).getCacheManager();
    }

    private static long capacity(CacheManager manager, String cache) {
        return manager.getCache(cache).unwrap(SlabCache.class).statistics().capacity();
    }
}
