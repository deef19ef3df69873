package io.slabcache.annotations.cdi;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** One object of each class that annotations name: the bean, or where there is no such bean, one that is constructed. */
final class Instances {

    private final BeanManager beanManager;
    private final Map<Class<?>, Object> known = new ConcurrentHashMap<>();

    /** Of the beans among them: those of dependent scope end with the application. */
    private final Queue<CreationalContext<?>> contexts = new ConcurrentLinkedQueue<>();

    Instances(BeanManager beanManager) {
        this.beanManager = beanManager;
    }

    /**
     * Returns the object of a class.
     *
     * @throws jakarta.enterprise.inject.AmbiguousResolutionException if several beans have the type
     * @throws CacheException if there is no bean, and the class cannot be constructed either
     */
    <T> T get(Class<T> type) {
        return get(type, () -> construct(type));
    }

    /**
     * Returns the bean of a type, else what is made instead.
     *
     * @throws jakarta.enterprise.inject.AmbiguousResolutionException if several beans have the type
     */
    <T> T get(Class<T> type, Supplier<? extends T> otherwise) {
        Object instance = known.get(type);
        if (instance == null) {
            T bean = bean(type);
            T made = bean == null ? otherwise.get() : bean;
            Object earlier = known.putIfAbsent(type, made);
            instance = earlier == null ? made : earlier;
        }
        return type.cast(instance);
    }

    private <T> @Nullable T bean(Class<T> type) {
        Bean<?> bean = beanManager.resolve(beanManager.getBeans(type));
        if (bean == null) {
            return null;
        }
        CreationalContext<?> context = beanManager.createCreationalContext(bean);
        contexts.add(context);
        return type.cast(beanManager.getReference(bean, type, context));
    }

    /** Destroys what is of dependent scope. */
    void release() {
        known.clear();
        for (CreationalContext<?> context = contexts.poll(); context != null; context = contexts.poll()) {
            context.release();
        }
    }

    private static <T> T construct(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new CacheException(
                    "a class that a caching annotation names must be a bean or have a constructor without parameters:"
                            + " class=" + type.getName(),
                    e);
        }
    }
}
