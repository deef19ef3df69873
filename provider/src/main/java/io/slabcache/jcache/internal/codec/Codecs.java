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

    /**
     * Makes the codec of the keys of a cache that is shared with programs in other languages.
     *
     * @param <K> the type of the keys
     * @param declaredType the configured type, {@code Object.class} if none
     * @param codec the user's codec, or null for text
     * @return a codec that is safe for use by several threads
     * @throws javax.cache.CacheException if keys of this type have no text and there is no codec
     */
    public static <K> KeyCodec<K> forPlainKeys(Class<K> declaredType, @Nullable Codec<K> codec) {
        return new KeyCodec<>(new UserEncoding<>(codec == null ? new PlainKeyCodec<>(declaredType) : codec));
    }

    /**
     * Makes the codec of the values of a cache that is shared with programs in other languages. Each value has its client
     * flags in front, {@value PlainValueCodec#FLAGS_LENGTH} bytes with the first one highest.
     *
     * @param <V> the type of the values
     * @param declaredType the configured type, {@code Object.class} if none
     * @param codec the user's codec, or null for what Python's clients know
     * @param context the manager's context
     * @return a codec that is safe for use by several threads
     */
    public static <V> ValueCodec<V> forPlainValues(
            Class<V> declaredType, @Nullable Codec<V> codec, CodecContext context) {
        return new ValueCodec<>(new UserEncoding<>(new PlainValueCodec<>(declaredType, codec)), context);
    }

    private static <T> Encoding<T> encoding(Class<T> declaredType, @Nullable Codec<T> codec, CodecContext context) {
        return codec == null ? new BuiltInEncoding<>(declaredType, context) : new UserEncoding<>(codec);
    }
}
