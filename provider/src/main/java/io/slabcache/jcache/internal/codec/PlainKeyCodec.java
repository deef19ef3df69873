package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.Codec;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import javax.cache.CacheException;

/**
 * Keys as text that programs in other languages write alike: strings, whole numbers in decimal digits, UUIDs, and
 * {@code true} or {@code false}. What is read is of the declared type; where none is declared, all keys are strings.
 *
 * @param <K> the declared type
 */
final class PlainKeyCodec<K> implements Codec<K> {
    static final String ID = "plain";

    private static final Map<Class<?>, Function<String, ?>> PARSERS = Map.of(
            String.class, Function.identity(),
            Long.class, Long::valueOf,
            Integer.class, Integer::valueOf,
            Short.class, Short::valueOf,
            Byte.class, Byte::valueOf,
            BigInteger.class, BigInteger::new,
            UUID.class, UUID::fromString,
            Boolean.class, Boolean::valueOf);

    private final Class<?> type;
    private final Function<String, ?> parser;

    /**
     * Creates a codec.
     *
     * @param declaredType the configured type, {@code Object.class} if none
     * @throws CacheException if keys of this type have no such form
     */
    PlainKeyCodec(Class<K> declaredType) {
        this.type = declaredType == Object.class ? String.class : declaredType;
        Function<String, ?> found = PARSERS.get(type);
        if (found == null) {
            throw new CacheException(
                    "keys in plain format must be of a type with a text that other languages write alike:" + " keyType="
                            + type.getName() + ", valid=" + names());
        }
        this.parser = found;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public byte[] encode(K key) {
        if (!type.isInstance(key)) {
            throw new CacheException(
                    "keys in plain format must be of the configured type, which is String where none is"
                            + " configured: keyType=" + type.getName() + ", class="
                            + key.getClass().getName());
        }
        return PlainText.encode(key.toString());
    }

    // The parser of a type makes objects of that type, which is the declared one or a subtype of it.
    @SuppressWarnings("unchecked")
    @Override
    public K decode(byte[] bytes, int offset, int length) {
        String text = PlainText.decode(bytes, offset, length);
        Object key;
        try {
            key = parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CacheException(
                    "a stored key must be of the configured type: keyType=" + type.getName() + ", key=" + text, e);
        }
        if (!key.toString().equals(text)) {
            throw new CacheException("a stored key must be written as its type is: keyType=" + type.getName() + ", key="
                    + text + ", expected=" + key);
        }
        return (K) key;
    }

    @Override
    public boolean isCanonical() {
        return true;
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        PARSERS.keySet().forEach(known -> names.add(known.getName()));
        return names;
    }
}
