package io.slabcache.jcache.internal.config;

import io.slabcache.jcache.SlabConfigurationException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes that a cache's settings name: by the manager's class loader, then by the context's.
 *
 * @param loader the manager's class loader
 * @param origins the places named in messages
 */
record ClassResolver(ClassLoader loader, Origins origins) {
    Class<?> type(ConfigKey key, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
            if (context != null && context != loader && e instanceof ClassNotFoundException) {
                try {
                    return Class.forName(name, false, context);
                } catch (ClassNotFoundException | LinkageError second) {
                    e.addSuppressed(second);
                }
            }
            throw new SlabConfigurationException(
                    message(key, "class must be visible to the manager's class loader", name) + ", loader=" + loader,
                    e);
        }
    }

    /** Makes a factory of a class that is a {@code T}, or a factory of one, with a public constructor. */
    <T> Factory<T> factory(ConfigKey key, String name, Class<T> target) {
        Class<?> type = type(key, name);
        if (!target.isAssignableFrom(type) && !Factory.class.isAssignableFrom(type)) {
            throw new SlabConfigurationException(
                    message(key, "class must be a " + target.getName() + " or a " + Factory.class.getName(), name));
        }
        if (Arrays.stream(type.getConstructors()).noneMatch(constructor -> constructor.getParameterCount() == 0)) {
            throw new SlabConfigurationException(
                    message(key, "class must have a public constructor without parameters", name));
        }
        if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
            throw new SlabConfigurationException(message(key, "class must be public and not abstract", name));
        }
        return new ClassFactory<>(type, target);
    }

    private String message(ConfigKey key, String what, String name) {
        return origins.at(key) + ": " + what + ": " + key.path() + "=" + name;
    }
}
