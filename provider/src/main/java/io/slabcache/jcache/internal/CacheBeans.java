package io.slabcache.jcache.internal;

import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.management.BeanRegistration;
import io.slabcache.jcache.management.CacheConfigurationBean;
import io.slabcache.jcache.management.CacheStatisticsBean;
import io.slabcache.jcache.management.SlabCacheBean;
import java.net.URI;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.cache.configuration.CompleteConfiguration;
import org.jspecify.annotations.Nullable;

/** The beans of one cache, each on the MBean server while it is enabled. Guarded by the lock of the setup that owns it. */
final class CacheBeans {
    private final String name;
    private final URI managerUri;
    private final ManagerBean managerBean;
    private final BeanRegistration configurationBean;

    /** Set while management is enabled. */
    private @Nullable BeanRegistration cacheBean;

    /** Set while statistics are enabled: it counts from there. */
    private @Nullable BeanRegistration statisticsBean;

    CacheBeans(
            String name,
            URI managerUri,
            ManagerBean managerBean,
            Supplier<? extends CompleteConfiguration<?, ?>> configuration) {
        this.name = name;
        this.managerUri = managerUri;
        this.managerBean = managerBean;
        this.configurationBean =
                registration(BeanRegistration.Type.CONFIGURATION, new CacheConfigurationBean(configuration));
    }

    /** Shows the cache's configuration and figures, and the manager for their sake. */
    void showManagement(Supplier<SlabCacheStatistics> figures) {
        configurationBean.setRegistered(true);
        if (cacheBean == null) {
            BeanRegistration bean = registration(BeanRegistration.Type.CACHE, new SlabCacheBean(figures));
            bean.setRegistered(true);
            managerBean.cacheShown();
            cacheBean = bean;
        }
    }

    void hideManagement() {
        BeanRegistration bean = cacheBean;
        cacheBean = null;
        Closing.runAll(() -> configurationBean.setRegistered(false), () -> {
            if (bean != null) {
                Closing.runAll(() -> bean.setRegistered(false), managerBean::cacheHidden);
            }
        });
    }

    void showStatistics(Supplier<Counters.Snapshot> counters, LongSupplier evictions) {
        if (statisticsBean == null) {
            statisticsBean =
                    registration(BeanRegistration.Type.STATISTICS, new CacheStatisticsBean(counters, evictions));
            statisticsBean.setRegistered(true);
        }
    }

    void hideStatistics() {
        BeanRegistration bean = statisticsBean;
        if (bean != null) {
            statisticsBean = null;
            bean.setRegistered(false);
        }
    }

    private BeanRegistration registration(BeanRegistration.Type type, Object bean) {
        return new BeanRegistration(type, managerUri, name, bean);
    }
}
