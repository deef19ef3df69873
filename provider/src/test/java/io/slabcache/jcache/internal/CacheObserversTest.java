package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.CacheObserver;
import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheManager;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who hears of the caches of a manager. */
class CacheObserversTest {
    private final JCacheFixture jcache = new JCacheFixture("embedded:observers");
    private final SlabCacheManager manager = jcache.manager().unwrap(SlabCacheManager.class);
    private final List<String> news = new ArrayList<>();

    @AfterEach
    void close() {
        jcache.close();
    }

    /** Writes down what it hears, and whether the cache can be used then. */
    private final class Scribe implements CacheObserver {
        @Override
        public void cacheCreated(SlabCache<?, ?> cache) {
            news.add("created " + cache.getName() + " " + cache.size());
        }

        @Override
        public void cacheClosed(SlabCache<?, ?> cache) {
            news.add("closed " + cache.getName() + " " + cache.isClosed());
        }

        @Override
        public void managerClosed() {
            news.add("manager closed " + manager.isClosed());
        }
    }

    @Test
    void observer_added_hearsOfWhatThereIsAndOfWhatComes() {
        jcache.create(JCacheFixture.strings());
        manager.addCacheObserver(new Scribe());
        assertThat(news).containsExactly("created test 0");
        Cache<String, String> later = manager.createCache("later", JCacheFixture.strings());
        later.close();
        manager.destroyCache("test");
        assertThat(news).containsExactly("created test 0", "created later 0", "closed later true", "closed test true");
    }

    @Test
    void observer_managerCloses_hearsOfTheCachesFirst() {
        jcache.create(JCacheFixture.strings());
        manager.addCacheObserver(new Scribe());
        manager.close();
        assertThat(news).containsExactly("created test 0", "closed test true", "manager closed true");
        assertThatThrownBy(() -> manager.addCacheObserver(new Scribe())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(manager::nodes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void observer_removed_hearsNothing() {
        CacheObserver scribe = new Scribe();
        manager.addCacheObserver(scribe);
        manager.removeCacheObserver(scribe);
        jcache.create(JCacheFixture.strings());
        manager.close();
        manager.removeCacheObserver(scribe);
        assertThat(news).isEmpty();
    }

    @Test
    void observer_throws_keepsNobodyFromWorking() {
        manager.addCacheObserver(new CacheObserver() {
            @Override
            public void cacheCreated(SlabCache<?, ?> cache) {
                throw new UnsupportedOperationException("created");
            }

            @Override
            public void cacheClosed(SlabCache<?, ?> cache) {
                throw new UnsupportedOperationException("closed");
            }
        });
        manager.addCacheObserver(new Scribe());
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        cache.put("k", "v");
        cache.close();
        assertThat(news).containsExactly("created test 0", "closed test true");
    }

    @Test
    void cacheClosedByAnObserver_otherObservers_hearOfItsEndLast() {
        manager.addCacheObserver(new CacheObserver() {
            @Override
            public void cacheCreated(SlabCache<?, ?> cache) {
                cache.close();
            }

            @Override
            public void cacheClosed(SlabCache<?, ?> cache) {}
        });
        manager.addCacheObserver(new CacheObserver() {
            @Override
            public void cacheCreated(SlabCache<?, ?> cache) {
                news.add("created");
            }

            @Override
            public void cacheClosed(SlabCache<?, ?> cache) {
                news.add("closed");
            }
        });
        jcache.create(JCacheFixture.strings());
        assertThat(news).containsExactly("closed", "created", "closed");
    }
}
