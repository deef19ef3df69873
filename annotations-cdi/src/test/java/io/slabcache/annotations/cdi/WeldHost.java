package io.slabcache.annotations.cdi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.CacheManager;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** Weld with the extension, the given beans, and a cache manager as a bean. */
final class WeldHost implements Host {

    /** Each container tells of its start and its end. Held, for a logger that nobody holds forgets its level. */
    private static final Logger WELD_LOG = Logger.getLogger("org.jboss.weld");

    static {
        WELD_LOG.setLevel(Level.WARNING);
    }

    private final WeldContainer container;

    WeldHost(CacheManager manager, Class<?>... beans) {
        this(new Weld().addExtension(new ManagerBean(manager)), beans);
    }

    WeldHost(Weld weld, Class<?>... beans) {
        container = weld.disableDiscovery()
                .addExtension(new CacheAnnotationsExtension())
                .addBeanClasses(beans)
                .initialize();
    }

    @Override
    public <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    @Override
    public void close() {
        container.close();
    }

    /** Makes a bean of a cache manager that exists. */
    record ManagerBean(CacheManager manager) implements Extension {

        void add(@Observes AfterBeanDiscovery event) {
            event.addBean().types(CacheManager.class).createWith(context -> manager);
        }
    }
}
