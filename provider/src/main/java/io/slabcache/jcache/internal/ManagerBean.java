package io.slabcache.jcache.internal;

import io.slabcache.jcache.SlabCacheManager;
import io.slabcache.jcache.management.BeanRegistration;
import io.slabcache.jcache.management.SlabCacheManagerBean;

/**
 * A manager's bean, on the MBean server while management is enabled for any of its caches: JSR-107 enables it cache by cache.
 * Safe for use by several threads.
 */
final class ManagerBean {
    private final BeanRegistration registration;

    /** How many caches are shown. Guarded by this. */
    private int shownCaches;

    ManagerBean(SlabCacheManager manager) {
        this.registration = new BeanRegistration(
                BeanRegistration.Type.MANAGER,
                manager.getURI(),
                null,
                new SlabCacheManagerBean(manager::offHeapBytes, manager::nodes));
    }

    synchronized void cacheShown() {
        if (shownCaches == 0) {
            registration.setRegistered(true);
        }
        shownCaches++;
    }

    synchronized void cacheHidden() {
        shownCaches--;
        if (shownCaches == 0) {
            registration.setRegistered(false);
        }
    }
}
