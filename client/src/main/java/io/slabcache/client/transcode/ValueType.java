package io.slabcache.client.transcode;

import java.util.function.Function;

/**
 * A type that has a form of its own in a format.
 *
 * @param clientFlags say that a value is of this type
 * @param javaType the class of the values
 * @param encoder values to bytes
 * @param decoder bytes to values; throws only {@link UndecodableItemException}
 */
record ValueType(
        int clientFlags, Class<?> javaType, Function<Object, byte[]> encoder, Function<byte[], Object> decoder) {
    static <T> ValueType of(
            int clientFlags, Class<T> javaType, Function<T, byte[]> encoder, Function<byte[], ?> decoder) {
        return new ValueType(clientFlags, javaType, value -> encoder.apply(javaType.cast(value)), decoder::apply);
    }
}
