package io.slabcache.jcache.internal.config;

import java.lang.reflect.InvocationTargetException;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/**
 * Makes instances of a class named in a configuration file, by its public constructor without parameters.
 *
 * @param implementation a {@code T}, or a {@link Factory} of one
 * @param target the class of {@code T}
 * @param <T> what is made
 */
record ClassFactory<T>(Class<?> implementation, Class<T> target) implements Factory<T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T create() {
        Object instance;
        try {
            instance = implementation.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new CacheException(
                    "constructor failed: class=" + implementation.getName(), e.getCause() == null ? e : e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new CacheException(
                    "class must be instantiable from outside of its module: class=" + implementation.getName(), e);
        }
        Object made =
                target.isInstance(instance) || !(instance instanceof Factory<?> factory) ? instance : factory.create();
        if (!target.isInstance(made)) {
            throw new CacheException("factory must make a " + target.getName() + ": class=" + implementation.getName()
                    + ", made=" + (made == null ? null : made.getClass().getName()));
        }
        return target.cast(made);
    }
}
