package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.RefusedClassException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Reads one serialized object, of classes that the rules allow. */
final class ObjectReader extends ObjectInputStream {
    private final ClassRules rules;
    private final ClassResolver resolver;
    private @Nullable RefusedClassException refusal;

    /**
     * Creates a reader.
     *
     * @param in the stream, without its header
     * @param rules decide about classes
     * @param resolver finds classes
     * @param limits bound the object; a filter of the whole virtual machine is asked besides
     * @throws IOException if the stream cannot be read
     */
    ObjectReader(InputStream in, ClassRules rules, ClassResolver resolver, GraphLimits limits) throws IOException {
        super(in);
        this.rules = rules;
        this.resolver = resolver;
        setObjectInputFilter(ObjectInputFilter.merge(limits, getObjectInputFilter()));
    }

    /**
     * Returns the refusal that {@code readObject} of some class may have caught.
     *
     * @return the first refusal, or null if no class was refused
     */
    @Nullable
    RefusedClassException refusal() {
        return refusal;
    }

    @Override
    protected void readStreamHeader() {
        // The writer leaves it out: the type tag stands for it.
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
        return resolve(description.getName());
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
        var types = new Class<?>[interfaces.length];
        ClassLoader hidden = null;
        for (int i = 0; i < types.length; i++) {
            types[i] = resolve(interfaces[i]);
            if (!Modifier.isPublic(types[i].getModifiers())) {
                hidden = types[i].getClassLoader();
            }
        }
        ClassLoader loader = hidden == null ? resolver.loaders().get(0) : hidden;
        try {
            return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> null)
                    .getClass();
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("the interfaces of a proxy must be known to one class loader", e);
        }
    }

    private Class<?> resolve(String name) throws ClassNotFoundException {
        try {
            rules.checkName(name);
            Class<?> type = resolver.resolve(name);
            rules.check(type);
            return type;
        } catch (RefusedClassException e) {
            if (refusal == null) {
                refusal = e;
            }
            throw e;
        }
    }
}
