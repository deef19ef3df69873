package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.Codec;
import java.lang.reflect.InvocationTargetException;
import javax.cache.CacheException;
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
     * Makes a user's codec by its class.
     *
     * @param className the name of a public class with a public constructor that has no parameters
     * @param context the manager's context, whose class loader is asked first
     * @return a new codec
     * @throws CacheException if there is no such class, it is not a codec, or making one fails
     */
    public static Codec<?> load(String className, CodecContext context) {
        try {
            Class<?> type = context.resolver().resolve(className);
            if (!Codec.class.isAssignableFrom(type)) {
                throw new CacheException("a codec must implement " + Codec.class.getName() + ": class=" + className);
            }
            return (Codec<?>) type.getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new CacheException("a codec's class must be known: class=" + className, e);
        } catch (InvocationTargetException e) {
            throw new CacheException("a codec's constructor has failed: class=" + className, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new CacheException(
                    "a codec must be public and have a public constructor without parameters: class=" + className, e);
        } catch (LinkageError e) {
            throw new CacheException("a codec's class cannot be linked: class=" + className, e);
        }
    }

    private static <T> Encoding<T> encoding(Class<T> declaredType, @Nullable Codec<T> codec, CodecContext context) {
        return codec == null
                ? new BuiltInEncoding<>(declaredType, context.enums(), context.serialization())
                : new UserEncoding<>(codec);
    }
}
