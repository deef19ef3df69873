package io.slabcache.jcache.internal.codec;

import java.nio.charset.StandardCharsets;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Constants of enums by the names of class and constant. */
final class EnumFormat implements Format<Enum<?>> {
    private static final int NAME_OFFSET = Short.BYTES;
    private static final Forms FORMS = new Forms();

    private final ClassRules rules;
    private final ClassResolver resolver;

    /**
     * Creates a format.
     *
     * @param rules decide which enums are read, and learn those that are written
     * @param resolver finds classes
     */
    EnumFormat(ClassRules rules, ClassResolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
    }

    // The forms of an enum are in the order of its constants, in this process; ordinals are not written.
    @SuppressWarnings("EnumOrdinal")
    @Override
    public byte[] encode(Enum<?> object, int headroom) {
        Class<?> type = object.getDeclaringClass();
        rules.written(type);
        byte[] form = FORMS.get(type)[object.ordinal()];
        byte[] bytes = Format.allocate(headroom, TypeTag.ENUM, form.length);
        System.arraycopy(form, 0, bytes, headroom + 1, form.length);
        return bytes;
    }

    @Override
    public Enum<?> decode(TypeTag tag, byte[] bytes, int offset, int length) {
        return decode(bytes, offset, length, ProcessFilter.begin(length), 1);
    }

    /**
     * Decodes a constant that may be part of another object.
     *
     * @param filter is asked about the enum; null if the process has no filter
     * @param depth how deep the constant lies, 1 outside of other objects
     */
    Enum<?> decode(byte[] bytes, int offset, int length, @Nullable ProcessFilter filter, int depth) {
        TypeTag tag = TypeTag.ENUM;
        if (length < NAME_OFFSET) {
            throw new MalformedForm("the length must be at least " + NAME_OFFSET, tag, offset, length, null);
        }
        int nameLength = Short.toUnsignedInt(BigEndian.getShort(bytes, offset));
        int constantLength = length - NAME_OFFSET - nameLength;
        if (constantLength < 1) {
            throw new MalformedForm(
                    "the name of the class must end inside: nameLength=" + nameLength, tag, offset, length, null);
        }
        int nameOffset = offset + NAME_OFFSET;
        String name = StringFormat.decodeUtf8(tag, bytes, nameOffset, nameLength);
        String constant = StringFormat.decodeUtf8(tag, bytes, nameOffset + nameLength, constantLength);
        rules.checkName(name);
        try {
            Class<?> type = resolver.resolve(name);
            if (!type.isEnum()) {
                throw new MalformedForm("a class must be an enum: class=" + name, tag, offset, length, null);
            }
            rules.check(type);
            if (filter != null) {
                filter.check(type, depth);
            }
            return constant(type, constant);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CacheException("an enum cannot be decoded: class=" + name + ", constant=" + constant, e);
        }
    }

    // The caller has seen that it is an enum; the type variable has no other use than to please the signature.
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Enum<?> constant(Class<?> type, String name) {
        return Enum.valueOf((Class) type, name);
    }

    /** What follows the tag, for each constant of an enum; kept in the enum's class, refers to arrays of bytes alone. */
    private static final class Forms extends ClassValue<byte[][]> {
        @Override
        protected byte[][] computeValue(Class<?> type) {
            byte[] name = type.getName().getBytes(StandardCharsets.UTF_8);
            Object[] constants = type.getEnumConstants();
            var forms = new byte[constants.length][];
            for (int i = 0; i < forms.length; i++) {
                byte[] constant = ((Enum<?>) constants[i]).name().getBytes(StandardCharsets.UTF_8);
                var form = new byte[NAME_OFFSET + name.length + constant.length];
                BigEndian.putShort(form, 0, (short) name.length);
                System.arraycopy(name, 0, form, NAME_OFFSET, name.length);
                System.arraycopy(constant, 0, form, NAME_OFFSET + name.length, constant.length);
                forms[i] = form;
            }
            return forms;
        }
    }
}
