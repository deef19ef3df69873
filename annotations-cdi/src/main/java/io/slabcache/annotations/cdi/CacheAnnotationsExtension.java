package io.slabcache.annotations.cdi;

import jakarta.decorator.Decorator;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Objects;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import org.jspecify.annotations.Nullable;

/**
 * A CDI extension that makes interceptor bindings of {@link CacheResult}, {@link CachePut}, {@link CacheRemove} and
 * {@link CacheRemoveAll}, and adds interceptors that do what JSR-107 says of them.
 *
 * <p>Containers find it by {@link java.util.ServiceLoader}. Where a container is told to discover nothing, it is added by
 * hand, one object for one container.
 *
 * <p>An annotation that is used against its rules fails the deployment with a {@link DefinitionException} that names the
 * method.
 */
public final class CacheAnnotationsExtension implements Extension {

    /**
     * The priority of the interceptors: inside of those that the platform brings, such as for transactions and security,
     * so that what is cached is behind the same checks; outside of an application's own.
     */
    public static final int PRIORITY = Interceptor.Priority.LIBRARY_BEFORE;

    private static final List<Class<? extends CachingInterceptor>> INTERCEPTORS = List.of(
            CacheResultInterceptor.class,
            CachePutInterceptor.class,
            CacheRemoveInterceptor.class,
            CacheRemoveAllInterceptor.class);

    private @Nullable CacheInterception interception;

    /** Makes an extension for one container. */
    public CacheAnnotationsExtension() {}

    CacheInterception interception() {
        return Objects.requireNonNull(interception, "the container has not started");
    }

    void declareInterceptors(@Observes BeforeBeanDiscovery event, BeanManager beanManager) {
        interception = new CacheInterception(beanManager);
        CacheAnnotation.TYPES.forEach(type -> event.configureInterceptorBinding(type)
                .methods()
                // The members are marked so with an annotation of javax.enterprise, which says nothing to jakarta's.
                .forEach(member -> member.add(Nonbinding.Literal.INSTANCE)));
        INTERCEPTORS.forEach(type -> event.addAnnotatedType(type, type.getName()));
    }

    <T> void readMethods(@Observes ProcessManagedBean<T> event) {
        AnnotatedType<T> type = event.getAnnotatedBeanClass();
        if (type.isAnnotationPresent(Interceptor.class) || type.isAnnotationPresent(Decorator.class)) {
            return;
        }
        try {
            interception().add(type);
        } catch (DefinitionException e) {
            event.addDefinitionError(e);
        }
    }

    void release(@Observes BeforeShutdown event) {
        interception().release();
    }
}
