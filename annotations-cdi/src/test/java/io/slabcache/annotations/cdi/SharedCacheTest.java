package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.annotations.cdi.Fixtures.Changes;
import io.slabcache.annotations.cdi.Fixtures.Results;
import io.slabcache.client.testing.RealMemcached;
import java.net.URI;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.jupiter.api.Test;

/** Two applications and one memcached: the keys of one are found by the other. */
class SharedCacheTest {

    private final ClassLoader firstLoader = new ClassLoader(getClass().getClassLoader()) {};
    private final ClassLoader secondLoader = new ClassLoader(getClass().getClassLoader()) {};

    @Test
    void cache_onAServer_isShared() {
        try (RealMemcached server = RealMemcached.start();
                CacheManager firstManager = open(server, firstLoader);
                CacheManager secondManager = open(server, secondLoader);
                Host firstHost = new WeldHost(firstManager, Results.class);
                Host secondHost = new WeldHost(secondManager, Results.class, Changes.class)) {
            Results first = firstHost.bean(Results.class);
            Results second = secondHost.bean(Results.class);

            assertThat(first.byId(1)).isEqualTo("1#1");
            assertThat(second.byId(1)).isEqualTo("1#1");
            assertThat(first.byTwoKeys("a", 0, 1)).isEqualTo("a1#2");
            assertThat(second.byTwoKeys("a", 0, 1)).isEqualTo("a1#2");
            String one = "same";
            assertThat(first.byMany(one, one)).isEqualTo("same[same]#3");
            assertThat(second.byMany(one, new String(one)))
                    .as("equal keys of other objects")
                    .isEqualTo("same[same]#3");
            secondHost.bean(Changes.class).put(1, "one");
            assertThat(first.byId(1)).isEqualTo("one");
            secondHost.bean(Changes.class).removeAll();
            assertThat(first.byId(1)).isEqualTo("1#4");
        }
    }

    private static CacheManager open(RealMemcached server, ClassLoader loader) {
        return Caching.getCachingProvider().getCacheManager(URI.create("memcached://" + server.address()), loader);
    }
}
