package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.internal.codec.RecordPlan.Component;
import java.util.Arrays;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Records, each component in the format of its own type. What could not be read back as it was is left to serialization.
 *
 * <pre>
 *  after the tag:  class name | u8 count | count × component name | count × component
 *  name:           u16 length | UTF-8
 *  component:      length, in groups of 7 bits, the lowest first, the highest bit of a byte set where another follows
 *                  | an encoded object with its tag, or nothing for null
 * </pre>
 *
 * As serialization does, a component that the bytes lack is null or zero, and one that the class lacks is dropped.
 */
final class RecordFormat implements Format<Record> {
    private static final int GROUP_BITS = 7;
    private static final int GROUP_MASK = (1 << GROUP_BITS) - 1;
    private static final int MORE = 1 << GROUP_BITS;
    private static final int MAX_GROUPS = 5;

    private final ClassRules rules;
    private final ClassResolver resolver;
    private final EnumFormat enums;
    private final @Nullable RecordPlan expected;

    /**
     * Creates a format.
     *
     * @param rules decide which records are read, and learn those that are written
     * @param resolver finds classes
     * @param enums the format of components that are enums
     */
    RecordFormat(ClassRules rules, ClassResolver resolver, EnumFormat enums) {
        this(rules, resolver, enums, null);
    }

    private RecordFormat(ClassRules rules, ClassResolver resolver, EnumFormat enums, @Nullable RecordPlan expected) {
        this.rules = rules;
        this.resolver = resolver;
        this.enums = enums;
        this.expected = expected;
    }

    /**
     * Returns this format for objects most of which are of one class, which it need not look for.
     *
     * @param type the class
     */
    RecordFormat expecting(Class<?> type) {
        RecordPlan plan = RecordPlan.of(type);
        return plan == null ? this : new RecordFormat(rules, resolver, enums, plan);
    }

    @Override
    public boolean accepts(Record object) {
        RecordPlan plan = RecordPlan.of(object.getClass());
        return plan != null && accepts(plan, object);
    }

    private static boolean accepts(RecordPlan plan, Object object) {
        for (Component component : plan.components()) {
            Object value = plan.get(component, object);
            if (value != null && !accepts(component, value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean accepts(Component component, Object value) {
        RecordPlan plan = component.plan();
        if (plan != null) {
            return accepts(plan, value);
        }
        // An object of a subclass would come back as one of the class.
        return value instanceof Enum<?>
                || (value.getClass() == component.type() && format(value).accepts(value));
    }

    // The format of a class takes the objects of that class.
    @SuppressWarnings("unchecked")
    private static Format<Object> format(Object value) {
        Format<Object> format = (Format<Object>) BuiltInFormats.of(value.getClass());
        if (format == null) {
            throw new IllegalStateException("a component must have a format: class=" + value.getClass());
        }
        return format;
    }

    @Override
    public byte[] encode(Record object, int headroom) {
        RecordPlan plan = RecordPlan.of(object.getClass());
        if (plan == null) {
            throw new IllegalArgumentException("the record must be accepted: class=" + object.getClass());
        }
        return encode(plan, object, headroom);
    }

    private byte[] encode(RecordPlan plan, Object object, int headroom) {
        rules.written(plan.type());
        List<Component> components = plan.components();
        byte[] head = plan.head();
        byte[] @Nullable [] encoded = new byte[components.size()][];
        int length = head.length;
        for (int i = 0; i < encoded.length; i++) {
            byte[] bytes = encode(components.get(i), plan.get(components.get(i), object));
            encoded[i] = bytes;
            int size = bytes == null ? 0 : bytes.length;
            length = Math.addExact(length, groups(size) + size);
        }
        byte[] bytes = Format.allocate(headroom, TypeTag.RECORD, length);
        int at = headroom + 1;
        System.arraycopy(head, 0, bytes, at, head.length);
        at += head.length;
        for (byte[] component : encoded) {
            int size = component == null ? 0 : component.length;
            at = putLength(bytes, at, size);
            if (component != null) {
                System.arraycopy(component, 0, bytes, at, size);
                at += size;
            }
        }
        return bytes;
    }

    private byte @Nullable [] encode(Component component, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        RecordPlan plan = component.plan();
        if (plan != null) {
            return encode(plan, value, 0);
        }
        return value instanceof Enum<?> constant
                ? enums.encode(constant, 0)
                : format(value).encode(value, 0);
    }

    private static int groups(int length) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(length) + GROUP_BITS - 1) / GROUP_BITS);
    }

    private static int putLength(byte[] bytes, int offset, int length) {
        int at = offset;
        int rest = length;
        while (rest > GROUP_MASK) {
            bytes[at++] = (byte) (rest | MORE);
            rest >>>= GROUP_BITS;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    @Override
    public Record decode(TypeTag tag, byte[] bytes, int offset, int length) {
        var reader = new Reader(bytes, offset, length, ProcessFilter.begin(length), 1);
        RecordPlan plan = expected;
        if (plan == null || !reader.startsWith(plan.head())) {
            plan = resolve(reader.name(), reader);
            reader.restart();
        }
        return (Record) decode(plan, reader);
    }

    private RecordPlan resolve(String name, Reader reader) {
        rules.checkName(name);
        Class<?> type;
        try {
            type = resolver.resolve(name);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CacheException("a record cannot be decoded: class=" + name, e);
        }
        rules.check(type);
        if (!type.isRecord()) {
            throw reader.malformed("a class must be a record: class=" + name);
        }
        RecordPlan plan = RecordPlan.of(type);
        if (plan == null) {
            throw new CacheException(
                    "a record must be serializable, have components of types with a format, and be in a"
                            + " package that is open, as where it was written: class=" + name);
        }
        return plan;
    }

    /** Reads an object whose bytes must be of the plan's class. */
    private Object decode(RecordPlan plan, Reader reader) {
        rules.check(plan.type());
        if (reader.filter != null) {
            reader.filter.check(plan.type(), reader.depth);
        }
        List<Component> components = plan.components();
        @Nullable Object[] values = new Object[components.size()];
        if (reader.startsWith(plan.head())) {
            reader.skip(plan.head().length);
            for (int i = 0; i < values.length; i++) {
                values[i] = component(plan, components.get(i), reader);
            }
        } else {
            byName(plan, values, reader);
        }
        if (reader.left() > 0) {
            throw reader.malformed("a record must end with its bytes: left=" + reader.left());
        }
        return plan.create(values);
    }

    /** Reads the components of a class that has changed since the object was written. */
    private void byName(RecordPlan plan, @Nullable Object[] values, Reader reader) {
        List<Component> components = plan.components();
        for (int i = 0; i < values.length; i++) {
            values[i] = components.get(i).absent();
        }
        String name = reader.name();
        if (!name.equals(plan.type().getName())) {
            throw reader.malformed("a component must be of its class: class=" + name + ", expected="
                    + plan.type().getName());
        }
        var names = new String[reader.count()];
        for (int i = 0; i < names.length; i++) {
            names[i] = reader.name();
        }
        for (String stored : names) {
            int index = indexOf(components, stored);
            if (index < 0) {
                reader.skip(reader.componentLength());
            } else {
                values[index] = component(plan, components.get(index), reader);
            }
        }
    }

    private static int indexOf(List<Component> components, String name) {
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Object component(RecordPlan plan, Component component, Reader reader) {
        int length = reader.componentLength();
        if (length == 0) {
            if (component.absent() != null) {
                throw reader.malformed("a primitive component must have a value: component=" + component.name());
            }
            return null;
        }
        Object value = object(component, reader, length);
        if (!component.type().isInstance(value)) {
            throw new CacheException("a record's component must be of its type: class="
                    + plan.type().getName() + ", component=" + component.name() + ", type="
                    + component.type().getName() + ", stored="
                    + value.getClass().getName());
        }
        return value;
    }

    private Object object(Component component, Reader reader, int length) {
        TypeTag tag = TypeTag.of(reader.bytes[reader.at]);
        int start = reader.at + 1;
        reader.skip(length);
        RecordPlan plan = component.plan();
        if (plan != null && tag == TypeTag.RECORD) {
            return decode(plan, new Reader(reader.bytes, start, length - 1, reader.filter, reader.depth + 1));
        }
        if (tag == TypeTag.ENUM) {
            return enums.decode(reader.bytes, start, length - 1, reader.filter, reader.depth + 1);
        }
        Format<?> format = tag == null ? null : BuiltInFormats.of(tag);
        if (tag == null || format == null) {
            throw reader.malformed("a component must have the tag of a built-in format: component=" + component.name()
                    + ", tag=" + (tag == null ? "unknown" : tag));
        }
        if (reader.filter != null && component.absent() == null) {
            reader.filter.count();
        }
        return format.decode(tag, reader.bytes, start, length - 1);
    }

    /** Walks over the bytes of one record. */
    private static final class Reader {
        final byte[] bytes;
        private final int offset;
        private final int end;
        private int at;

        /** Is asked about the classes of users; null if the process has no filter. */
        final @Nullable ProcessFilter filter;

        /** How deep the record lies, 1 outside of other objects. */
        final int depth;

        Reader(byte[] bytes, int offset, int length, @Nullable ProcessFilter filter, int depth) {
            this.bytes = bytes;
            this.filter = filter;
            this.depth = depth;
            this.offset = offset;
            this.end = offset + length;
            this.at = offset;
        }

        int length() {
            return end - offset;
        }

        int left() {
            return end - at;
        }

        void restart() {
            at = offset;
        }

        boolean startsWith(byte[] head) {
            return left() >= head.length && Arrays.equals(bytes, at, at + head.length, head, 0, head.length);
        }

        void skip(int length) {
            if (length > left()) {
                throw malformed("a part must end inside: partLength=" + length + ", left=" + left());
            }
            at += length;
        }

        String name() {
            int start = at;
            skip(Short.BYTES);
            int length = Short.toUnsignedInt(BigEndian.getShort(bytes, start));
            start = at;
            skip(length);
            return StringFormat.decodeUtf8(TypeTag.RECORD, bytes, start, length);
        }

        int count() {
            int start = at;
            skip(1);
            return Byte.toUnsignedInt(bytes[start]);
        }

        /** Reads the length of a component, which lies inside. */
        int componentLength() {
            long length = 0;
            for (int group = 0; group < MAX_GROUPS; group++) {
                int start = at;
                skip(1);
                length |= (long) (bytes[start] & GROUP_MASK) << (group * GROUP_BITS);
                if (bytes[start] >= 0) {
                    if (length > left()) {
                        throw malformed("a component must end inside: componentLength=" + length + ", left=" + left());
                    }
                    return (int) length;
                }
            }
            throw malformed("the length of a component must take at most " + MAX_GROUPS + " bytes");
        }

        MalformedForm malformed(String rule) {
            return new MalformedForm(rule, TypeTag.RECORD, offset, length(), null);
        }
    }
}
