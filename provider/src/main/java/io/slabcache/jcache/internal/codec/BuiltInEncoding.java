package io.slabcache.jcache.internal.codec;

import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * A tag, then the format of the object's class: the same bytes whatever the declared type.
 *
 * @param <T> the declared type
 */
final class BuiltInEncoding<T> implements Encoding<T> {
    static final String ID = "slabcache";

    /** Final classes of which not all objects have the class's format, or not a canonical one. */
    private static final Set<Class<?>> LOOKED_AT = Set.of(Locale.class, URI.class);

    private final Class<T> declaredType;
    private final EnumFormat enums;
    private final RecordFormat records;
    private final SerializationFormat serialization;
    private final @Nullable Format<Object> onlyFormat;
    private final boolean canonical;

    /**
     * Creates an encoding.
     *
     * @param declaredType the type of all objects
     * @param context has the formats of enums, of records and of all that has no format of its own
     */
    BuiltInEncoding(Class<T> declaredType, CodecContext context) {
        this.declaredType = declaredType;
        this.enums = context.enums();
        this.records = context.records().expecting(declaredType);
        this.serialization = context.serialization();
        this.onlyFormat = onlyFormat(declaredType);
        this.canonical = declaredType.isEnum() || onlyFormat != null;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public byte[] encode(T object, int headroom) {
        if (!declaredType.isInstance(object)) {
            throw new ClassCastException("an object must be of the declared type: declaredType="
                    + declaredType.getName() + ", class=" + object.getClass().getName());
        }
        Format<Object> format = onlyFormat == null ? format(object) : onlyFormat;
        return format.encode(object, headroom);
    }

    @Override
    public T decode(byte[] bytes, int offset, int length) {
        if (length < 1) {
            throw new MalformedForm("an object must have a type tag", null, offset, length, null);
        }
        TypeTag tag = TypeTag.of(bytes[offset]);
        if (tag == null) {
            throw new MalformedForm(
                    "the type tag must be known: tag=" + Byte.toUnsignedInt(bytes[offset]), null, offset, length, null);
        }
        Object object = decode(tag, bytes, offset + 1, length - 1);
        if (!declaredType.isInstance(object)) {
            throw new CacheException("an object must be of the declared type: declaredType=" + declaredType.getName()
                    + ", declaredLoader=" + declaredType.getClassLoader() + ", class="
                    + object.getClass().getName() + ", loader="
                    + object.getClass().getClassLoader());
        }
        return declaredType.cast(object);
    }

    @Override
    public boolean isCanonical() {
        return canonical;
    }

    @Override
    public boolean isCanonical(byte[] bytes, int offset, int length) {
        TypeTag tag = length < 1 ? null : TypeTag.of(bytes[offset]);
        return tag != null && tag.isCanonical();
    }

    private Object decode(TypeTag tag, byte[] bytes, int offset, int length) {
        Format<?> format = switch (tag) {
            case ENUM -> enums;
            case RECORD -> records;
            case JAVA_SERIALIZED -> serialization;
            default -> BuiltInFormats.of(tag);
        };
        if (format == null) {
            throw new IllegalStateException("a tag must have a format: tag=" + tag);
        }
        try {
            return format.decode(tag, bytes, offset, length);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedForm("an object must have a value of its type", tag, offset, length, e);
        }
    }

    // The format of a class takes the objects of that class.
    @SuppressWarnings("unchecked")
    private Format<Object> format(Object object) {
        Format<Object> format = (Format<Object>) BuiltInFormats.of(object.getClass());
        if (format != null && format.accepts(object)) {
            return format;
        }
        if (object instanceof Enum<?>) {
            return (Format<Object>) (Format<?>) enums;
        }
        return object instanceof Record candidate && records.accepts(candidate)
                ? (Format<Object>) (Format<?>) records
                : serialization;
    }

    /** The format of a type whose objects all have it and are canonical in it; null where each is looked at. */
    @SuppressWarnings("unchecked")
    private static @Nullable Format<Object> onlyFormat(Class<?> type) {
        boolean same = Modifier.isFinal(type.getModifiers()) && !LOOKED_AT.contains(type);
        return same ? (Format<Object>) BuiltInFormats.of(type) : null;
    }
}
