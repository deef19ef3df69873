package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.Codec;
import javax.cache.CacheException;

/**
 * A user's codec. It owns its bytes: there is no tag.
 *
 * @param <T> the declared type
 */
final class UserEncoding<T> implements Encoding<T> {
    private final Codec<T> codec;
    private final String id;
    private final boolean canonical;

    /**
     * Creates an encoding.
     *
     * @param codec the user's codec
     */
    UserEncoding(Codec<T> codec) {
        this.codec = codec;
        this.id = codec.id();
        this.canonical = codec.isCanonical();
    }

    @Override
    public String id() {
        return id;
    }

    // A codec of the user may break its contract.
    @SuppressWarnings("ConstantValue")
    @Override
    public byte[] encode(T object, int headroom) {
        byte[] form;
        try {
            form = codec.encode(object);
        } catch (CacheException | ClassCastException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CacheException(
                    "a codec cannot encode an object: codec=" + id + ", class="
                            + object.getClass().getName(),
                    e);
        }
        if (form == null) {
            throw new CacheException("a codec must not encode to null: codec=" + id + ", class="
                    + object.getClass().getName());
        }
        if (headroom == 0) {
            return form;
        }
        var bytes = new byte[Math.addExact(headroom, form.length)];
        System.arraycopy(form, 0, bytes, headroom, form.length);
        return bytes;
    }

    @Override
    public T decode(byte[] bytes, int offset, int length) {
        T object;
        try {
            object = codec.decode(bytes, offset, length);
        } catch (CacheException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CacheException(
                    "a codec cannot decode an object: codec=" + id + ", offset=" + offset + ", length=" + length, e);
        }
        if (object == null) {
            throw new CacheException(
                    "a codec must not decode to null: codec=" + id + ", offset=" + offset + ", length=" + length);
        }
        return object;
    }

    @Override
    public boolean isCanonical() {
        return canonical;
    }

    @Override
    public boolean isCanonical(byte[] bytes, int offset, int length) {
        return canonical;
    }
}
