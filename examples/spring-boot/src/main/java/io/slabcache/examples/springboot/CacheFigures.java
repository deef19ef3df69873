package io.slabcache.examples.springboot;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import java.util.List;
import java.util.TreeSet;
import javax.cache.CacheManager;
import org.springframework.stereotype.Component;

/** What each cache has done so far, for the foot of the pages. */
@Component
class CacheFigures {
    private final CacheManager manager;

    CacheFigures(CacheManager manager) {
        this.manager = manager;
    }

    List<Figures> all() {
        var names = new TreeSet<String>();
        manager.getCacheNames().forEach(names::add);
        return names.stream().map(this::figures).toList();
    }

    private Figures figures(String name) {
        return new Figures(name, manager.getCache(name).unwrap(SlabCache.class).statistics());
    }

    record Figures(String name, SlabCacheStatistics statistics) {}
}
