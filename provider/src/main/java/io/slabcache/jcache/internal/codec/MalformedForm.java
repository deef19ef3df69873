package io.slabcache.jcache.internal.codec;

import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Bytes that are no encoded object. */
final class MalformedForm extends CacheException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param rule what must hold
     * @param tag the format that was read, null if unknown
     * @param offset where the format's bytes start in their array
     * @param length how many of them there are
     * @param cause what showed it, if anything was thrown
     */
    MalformedForm(String rule, @Nullable TypeTag tag, int offset, int length, @Nullable Throwable cause) {
        super(
                "malformed bytes: " + rule + ": type=" + (tag == null ? "unknown" : tag) + ", offset=" + offset
                        + ", length=" + length,
                cause);
    }
}
