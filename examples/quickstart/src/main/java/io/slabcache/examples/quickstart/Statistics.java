package io.slabcache.examples.quickstart;

import java.lang.management.ManagementFactory;
import javax.cache.Cache;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Finds a cache's statistics where any JCache provider registers them: on the platform's MBean server. */
final class Statistics {
    private Statistics() {}

    static CacheStatisticsMXBean of(Cache<?, ?> cache) {
        var server = ManagementFactory.getPlatformMBeanServer();
        try {
            var pattern = new ObjectName("javax.cache:type=CacheStatistics,Cache=" + cache.getName() + ",*");
            ObjectName name = server.queryNames(pattern, null).stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no statistics are registered as " + pattern));
            return JMX.newMXBeanProxy(server, name, CacheStatisticsMXBean.class);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException("not a name for an MBean: " + cache.getName(), e);
        }
    }
}
