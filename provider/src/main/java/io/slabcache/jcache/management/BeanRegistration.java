package io.slabcache.jcache.management;

import java.lang.management.ManagementFactory;
import java.net.URI;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bean's place on the platform's MBean server. It takes away only what it put there itself, so that a cache that is
 * closed late does not unregister the bean of its successor.
 */
public final class BeanRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(BeanRegistration.class);

    private final ObjectName name;
    private final Object bean;

    /** Guarded by this. */
    private boolean registered;

    /**
     * Creates a registration that is not in effect yet.
     *
     * @param type what the bean is about
     * @param managerUri names the manager
     * @param cacheName names the cache; null if the bean is the manager's
     * @param bean the bean
     */
    public BeanRegistration(Type type, URI managerUri, @Nullable String cacheName, Object bean) {
        this.bean = bean;
        try {
            this.name = new ObjectName(type.domain + ":type=" + type.jmxName + ",CacheManager="
                    + sanitize(managerUri.toString()) + (cacheName == null ? "" : ",Cache=" + sanitize(cacheName)));
        } catch (JMException e) {
            throw new CacheException(
                    "the cache's name must be usable as a JMX name: cache=" + cacheName + ", manager=" + managerUri, e);
        }
    }

    /**
     * Registers the bean or takes it away; does nothing if that is so already.
     *
     * @param wanted whether the bean is to be registered
     */
    public synchronized void setRegistered(boolean wanted) {
        if (wanted == registered) {
            return;
        }
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            if (wanted) {
                server.registerMBean(bean, name);
            } else {
                server.unregisterMBean(name);
            }
            registered = wanted;
        } catch (InstanceAlreadyExistsException e) {
            LOG.warn("another bean has the name, this one is not registered: name={}", name, e);
        } catch (InstanceNotFoundException e) {
            registered = false;
            LOG.debug("the bean was unregistered by somebody else: name={}", name, e);
        } catch (JMException e) {
            throw new CacheException("the bean could not be registered or unregistered: name=" + name, e);
        }
    }

    /** Replaces what has a meaning in JMX names. */
    private static String sanitize(String text) {
        return text.replaceAll("[,:=\n\"*?]", ".");
    }

    /** The types of beans. */
    public enum Type {
        /** A cache's configuration, as JSR-107 has it. */
        CONFIGURATION("javax.cache", "CacheConfiguration"),
        /** A cache's statistics, as JSR-107 has them. */
        STATISTICS("javax.cache", "CacheStatistics"),
        // In a domain of its own: the TCK counts all beans of the other.
        /** What JSR-107 lacks about a cache. */
        CACHE("io.slabcache", "SlabCache"),
        /** What the caches of a manager share. */
        MANAGER("io.slabcache", "SlabCacheManager");

        private final String domain;
        private final String jmxName;

        Type(String domain, String jmxName) {
            this.domain = domain;
            this.jmxName = jmxName;
        }
    }
}
