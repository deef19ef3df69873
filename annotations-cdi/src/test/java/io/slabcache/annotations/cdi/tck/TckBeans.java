package io.slabcache.annotations.cdi.tck;

import io.slabcache.annotations.cdi.CacheAnnotationsExtension;
import javax.cache.annotation.BeanProvider;
import manager.CacheNameOnEachMethodBlogManagerImpl;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import manager.UsingDefaultCacheNameBlogManagerImpl;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** Gives the TCK its beans, out of Weld. The TCK finds it by {@link java.util.ServiceLoader}. */
public final class TckBeans implements BeanProvider {

    /** Runs until the JVM ends, as the TCK never says that it is done. */
    private final WeldContainer container = new Weld()
            .disableDiscovery()
            .addExtension(new CacheAnnotationsExtension())
            .addBeanClasses(
                    CacheNameOnEachMethodBlogManagerImpl.class,
                    ClassLevelCacheConfigBlogManagerImpl.class,
                    UsingDefaultCacheNameBlogManagerImpl.class)
            .initialize();

    @Override
    public <T> T getBeanByType(Class<T> beanClass) {
        return container.select(beanClass).get();
    }
}
