package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.Codec;
import org.jspecify.annotations.Nullable;

/** Makes the codecs of a cache. */
public final class Codecs {
    private Codecs() {}

    /**
     * Makes the codec of a cache's keys.
     *
     * @param <K> the type of the keys
     * @param declaredType the configured type, {@code Object.class} if none
     * @param codec the user's codec, or null for the one built in
     * @param context the manager's context
     * @return a codec that is safe for use by several threads
     */
    public static <K> KeyCodec<K> forKeys(Class<K> declaredType, @Nullable Codec<K> codec, CodecContext context) {
        return new KeyCodec<>(encoding(declaredType, codec, context));
    }

    /**
     * Makes the codec of a cache's values.
     *
     * @param <V> the type of the values
     * @param declaredType the configured type, {@code Object.class} if none
     * @param codec the user's codec, or null for the one built in
     * @param context the manager's context
     * @return a codec that is safe for use by several threads
     */
    public static <V> ValueCodec<V> forValues(Class<V> declaredType, @Nullable Codec<V> codec, CodecContext context) {
        return new ValueCodec<>(encoding(declaredType, codec, context), context);
    }

    private static <T> Encoding<T> encoding(Class<T> declaredType, @Nullable Codec<T> codec, CodecContext context) {
        return codec == null
                ? new BuiltInEncoding<>(declaredType, context.enums(), context.serialization())
                : new UserEncoding<>(codec);
    }
}
