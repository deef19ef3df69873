package io.slabcache.annotations.cdi;

import javax.cache.CacheManager;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Spring with its own implementation of the annotations, the given beans, new for each request, and a cache manager as a
 * bean.
 */
final class SpringHost implements Host {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    SpringHost(CacheManager manager, Class<?>... beans) {
        this(SubclassProxies.class, manager, beans);
    }

    private SpringHost(Class<?> proxies, CacheManager manager, Class<?>... beans) {
        // What is registered so is not closed with the context.
        context.getBeanFactory().registerSingleton("jcache", manager);
        context.register(Caching.class, proxies);
        for (Class<?> bean : beans) {
            registerForEachRequest(bean);
        }
        context.refresh();
    }

    /** Starts a host in which beans that implement interfaces are seen by these alone, as is Spring's default without Boot. */
    static SpringHost withProxiesOfInterfaces(CacheManager manager, Class<?>... beans) {
        return new SpringHost(InterfaceProxies.class, manager, beans);
    }

    @Override
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    private <T> void registerForEachRequest(Class<T> bean) {
        context.registerBean(bean, definition -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE));
    }

    @EnableCaching(proxyTargetClass = true)
    static class SubclassProxies {}

    @EnableCaching
    static class InterfaceProxies {}

    @Configuration(proxyBeanMethods = false)
    static class Caching {

        @Bean
        JCacheCacheManager cacheManager(CacheManager manager) {
            return new JCacheCacheManager(manager);
        }
    }
}
