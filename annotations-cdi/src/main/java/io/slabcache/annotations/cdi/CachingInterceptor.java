package io.slabcache.annotations.cdi;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;

/** What the interceptors of the four annotations have in common: all but the annotation. */
abstract class CachingInterceptor implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Null after a passivated bean, with which its interceptors are stored, has come back. */
    private transient @Nullable CacheInterception interception;

    @Inject
    void useContainer(BeanManager beanManager) {
        interception = interception(beanManager);
    }

    @AroundInvoke
    @Nullable
    Object aroundInvoke(InvocationContext invocation) throws Exception {
        CacheInterception current = interception;
        if (current == null) {
            current = interception(CDI.current().getBeanManager());
            interception = current;
        }
        return current.invoke(annotationType(), invocation);
    }

    /** Returns the annotation to which the interceptor is bound. */
    abstract Class<? extends Annotation> annotationType();

    private static CacheInterception interception(BeanManager beanManager) {
        return beanManager.getExtension(CacheAnnotationsExtension.class).interception();
    }
}
