package io.slabcache.jcache.internal.codec;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes of stored objects: through the manager's class loader, then the thread's context class loader, then
 * among the JDK's own. Classes are loaded, not initialized. The manager's class loader is held weakly.
 */
final class ClassResolver {
    private static final Map<String, Class<?>> PRIMITIVES = Stream.of(
                    boolean.class,
                    byte.class,
                    short.class,
                    char.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class,
                    void.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

    private final WeakReference<@Nullable ClassLoader> managerLoader;

    /**
     * Creates a resolver.
     *
     * @param managerLoader the manager's class loader
     */
    ClassResolver(ClassLoader managerLoader) {
        this.managerLoader = new WeakReference<>(managerLoader);
    }

    /**
     * Tells whether a name is that of a primitive type.
     *
     * @param name a class's name
     * @return whether it is primitive
     */
    static boolean isPrimitive(String name) {
        return PRIMITIVES.containsKey(name);
    }

    /**
     * Finds a class.
     *
     * @param name its name, as in {@link Class#getName()}
     * @return the class
     * @throws ClassNotFoundException if no loader knows it
     */
    Class<?> resolve(String name) throws ClassNotFoundException {
        Class<?> primitive = PRIMITIVES.get(name);
        if (primitive != null) {
            return primitive;
        }
        List<ClassNotFoundException> misses = new ArrayList<>();
        for (ClassLoader loader : loaders()) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                misses.add(e);
            }
        }
        var notFound = new ClassNotFoundException(
                "a class must be known to the manager's class loader or the thread's: class=" + name);
        misses.forEach(notFound::addSuppressed);
        throw notFound;
    }

    /**
     * Returns the loaders in the order in which they are asked.
     *
     * @return at least the JDK's
     */
    List<ClassLoader> loaders() {
        List<ClassLoader> loaders = new ArrayList<>(3);
        ClassLoader ofManager = managerLoader.get();
        if (ofManager != null) {
            loaders.add(ofManager);
        }
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        if (ofThread != null && ofThread != ofManager) {
            loaders.add(ofThread);
        }
        loaders.add(ClassLoader.getPlatformClassLoader());
        return loaders;
    }
}
