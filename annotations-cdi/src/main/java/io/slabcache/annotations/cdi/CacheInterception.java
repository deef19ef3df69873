package io.slabcache.annotations.cdi;

import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What an application's interceptors share: the annotated methods of its beans, and what to do when they are called. */
final class CacheInterception {

    private final BeanManager beanManager;
    private final CacheMethodReader reader;
    private final CacheOperations operations;
    private final Map<Class<?>, Map<Method, DeferredOperation>> methodsByBeanClass = new ConcurrentHashMap<>();

    CacheInterception(BeanManager beanManager) {
        this.beanManager = beanManager;
        this.reader = new CacheMethodReader(beanManager);
        this.operations = new CacheOperations(beanManager);
    }

    /**
     * Reads the class of a bean.
     *
     * @throws DefinitionException if an annotation is where it must not be
     */
    void add(AnnotatedType<?> type) {
        Map<Method, DeferredOperation> methods = new HashMap<>();
        for (CacheMethod<?> method : reader.read(type)) {
            methods.put(method.getMethod(), new DeferredOperation(method, operations));
        }
        methodsByBeanClass.put(type.getJavaClass(), Map.copyOf(methods));
    }

    /**
     * Calls a method through its cache.
     *
     * @param annotationType the annotation whose interceptor this is
     * @throws Exception what the method throws
     */
    @Nullable
    Object invoke(Class<? extends Annotation> annotationType, InvocationContext invocation) throws Exception {
        DeferredOperation operation = find(invocation.getTarget().getClass(), invocation.getMethod());
        // A class's annotation binds its interceptor to methods that have another annotation of their own, too.
        if (operation == null || operation.annotationType() != annotationType) {
            return invocation.proceed();
        }
        return operation.get().invoke(invocation);
    }

    void release() {
        operations.release();
    }

    private @Nullable DeferredOperation find(Class<?> targetClass, Method method) {
        // The container may have made a subclass of the bean's class.
        for (Class<?> type = targetClass; type != null; type = type.getSuperclass()) {
            Map<Method, DeferredOperation> methods = methodsByBeanClass.get(type);
            if (methods != null) {
                return methods.get(method);
            }
        }
        // Not of a bean: an application can have any object intercepted by an InterceptionFactory.
        add(beanManager.createAnnotatedType(method.getDeclaringClass()));
        return methodsByBeanClass
                .getOrDefault(method.getDeclaringClass(), Map.of())
                .get(method);
    }
}
