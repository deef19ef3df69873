package io.slabcache.jcache.internal.codec;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of one record class are taken apart and made, if they can be without serialization: the class is
 * serializable, is open to us, does not replace itself when it is serialized, and each of its components is declared as
 * a primitive, a type with a format of its own, an enum, or another such record. A record whose components may hold
 * records of its own class is left to serialization, which bounds how deep objects nest.
 */
final class RecordPlan {
    /** The longest name of a class or a component, as many as two bytes count. */
    private static final int MAX_NAME_LENGTH = 0xFFFF;

    private static final Plans PLANS = new Plans();
    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);
    private static final MethodType CONSTRUCTOR = MethodType.methodType(Object.class, Object[].class);

    private final Class<?> type;
    private final byte[] head;
    private final List<Component> components;
    private final MethodHandle constructor;

    /**
     * One component of a record.
     *
     * @param name its name
     * @param type its type, that of the wrapper for a primitive
     * @param absent what it is where stored bytes do not have it
     * @param getter reads it
     * @param plan how its objects are taken apart, or null if they are no records
     */
    record Component(
            String name,
            Class<?> type,
            @Nullable Object absent,
            MethodHandle getter,
            @Nullable RecordPlan plan) {}

    private RecordPlan(Class<?> type, List<Component> components, MethodHandle constructor) {
        this.type = type;
        this.components = components;
        this.constructor = constructor;
        this.head = head(type, components);
    }

    /**
     * Returns the plan of a class.
     *
     * @param type any class
     * @return its plan, or null if its objects have to be serialized
     */
    static @Nullable RecordPlan of(Class<?> type) {
        return type.isRecord() ? PLANS.plan(type) : null;
    }

    Class<?> type() {
        return type;
    }

    List<Component> components() {
        return components;
    }

    /**
     * Returns what every object of the class begins with: the class's name, the number of components, their names.
     *
     * @return the same array each time, not to be changed
     */
    byte[] head() {
        return head;
    }

    /** Returns a component of an object of this class, as its field has it, whatever its accessor makes of that. */
    @Nullable
    Object get(Component component, Object object) {
        try {
            return (Object) component.getter().invokeExact(object);
        } catch (Throwable e) { // What a handle is declared to throw; a field's getter throws nothing.
            throw new CacheException(
                    "a record's component cannot be read: class=" + type.getName() + ", component=" + component.name(),
                    e);
        }
    }

    /**
     * Calls the canonical constructor.
     *
     * @param values the components, of their types
     * @return a new object
     * @throws CacheException if the constructor throws anything but an {@link Error}
     */
    Object create(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) { // The constructor is the user's code.
            throw new CacheException("a record refused its components: class=" + type.getName() + ", cause=" + e, e);
        }
    }

    private static byte[] head(Class<?> type, List<Component> components) {
        byte[] typeName = type.getName().getBytes(StandardCharsets.UTF_8);
        List<byte[]> names = new ArrayList<>(components.size());
        int length = Short.BYTES + typeName.length + 1;
        for (Component component : components) {
            byte[] name = component.name().getBytes(StandardCharsets.UTF_8);
            names.add(name);
            length += Short.BYTES + name.length;
        }
        var head = new byte[length];
        int at = putName(head, 0, typeName);
        head[at++] = (byte) components.size();
        for (byte[] name : names) {
            at = putName(head, at, name);
        }
        return head;
    }

    private static int putName(byte[] bytes, int offset, byte[] name) {
        BigEndian.putShort(bytes, offset, (short) name.length);
        System.arraycopy(name, 0, bytes, offset + Short.BYTES, name.length);
        return offset + Short.BYTES + name.length;
    }

    /**
     * The plans, each found through its class. The class refers to it weakly, and else to objects of the JDK alone: it may
     * outlive us, whose loader it must not keep. Who has a plan keeps it; where nobody does it is made again.
     */
    private static final class Plans extends ClassValue<AtomicReference<WeakReference<RecordPlan>>> {
        /** Stands for the plan of a class whose objects have to be serialized. */
        private static final WeakReference<RecordPlan> NONE = new WeakReference<>(null);

        private static final WeakReference<RecordPlan> UNKNOWN = new WeakReference<>(null);

        @Override
        protected AtomicReference<WeakReference<RecordPlan>> computeValue(Class<?> type) {
            return new AtomicReference<>(UNKNOWN);
        }

        @Nullable
        RecordPlan plan(Class<?> type) {
            AtomicReference<WeakReference<RecordPlan>> place = get(type);
            WeakReference<RecordPlan> known = Objects.requireNonNull(place.get(), "a place is never empty");
            RecordPlan plan = known.get();
            if (plan == null && known != NONE) {
                plan = make(type, new HashSet<>());
                place.set(plan == null ? NONE : new WeakReference<>(plan));
            }
            return plan;
        }

        private static @Nullable RecordPlan make(Class<?> type, Set<Class<?>> enclosing) {
            if (!Serializable.class.isAssignableFrom(type) || isReplaced(type) || !enclosing.add(type)) {
                return null;
            }
            try {
                RecordComponent[] declared = Objects.requireNonNull(type.getRecordComponents());
                List<Component> components = new ArrayList<>(declared.length);
                for (RecordComponent component : declared) {
                    Component made = make(type, component, enclosing);
                    if (made == null) {
                        return null;
                    }
                    components.add(made);
                }
                return new RecordPlan(type, List.copyOf(components), constructor(type, declared));
            } catch (ReflectiveOperationException | RuntimeException e) {
                // The package is not open to us, or a security manager is in the way. Serialization may do what we may
                // not.
                return null;
            } finally {
                enclosing.remove(type);
            }
        }

        private static @Nullable Component make(Class<?> type, RecordComponent component, Set<Class<?>> enclosing)
                throws ReflectiveOperationException {
            Class<?> declared = component.getType();
            RecordPlan plan = declared.isRecord() ? make(declared, enclosing) : null;
            Class<?> boxed = MethodType.methodType(declared).wrap().returnType();
            boolean hasFormat = declared.isEnum() || BuiltInFormats.of(boxed) != null;
            int nameLength = component.getName().getBytes(StandardCharsets.UTF_8).length;
            if ((plan == null && !hasFormat) || nameLength > MAX_NAME_LENGTH) {
                return null;
            }
            Field field = type.getDeclaredField(component.getName());
            field.setAccessible(true);
            MethodHandle getter = MethodHandles.lookup().unreflectGetter(field).asType(GETTER);
            Object absent = Array.get(Array.newInstance(declared, 1), 0);
            return new Component(component.getName(), boxed, absent, getter, plan);
        }

        private static MethodHandle constructor(Class<?> type, RecordComponent[] components)
                throws ReflectiveOperationException {
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = components[i].getType();
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectConstructor(constructor)
                    .asFixedArity()
                    .asSpreader(Object[].class, types.length)
                    .asType(CONSTRUCTOR);
        }

        /** Tells whether serialization would write or read something else in the place of the objects. */
        private static boolean isReplaced(Class<?> type) {
            for (Method method : type.getDeclaredMethods()) {
                boolean replaces = method.getName().equals("writeReplace")
                        || method.getName().equals("readResolve");
                if (replaces && method.getParameterCount() == 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
