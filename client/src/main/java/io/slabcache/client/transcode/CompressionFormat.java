package io.slabcache.client.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** How compressed bytes are framed. Both begin with bytes that tell them apart. */
public enum CompressionFormat {
    /** RFC 1952, as spymemcached and Whalin's client write. */
    GZIP(true, 10, 8),
    /** RFC 1950, as Python's clients and Dalli write. */
    ZLIB(false, 0, 0);

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZLIB_METHOD_MASK = 0x0f00;
    private static final int ZLIB_METHOD_DEFLATE = 0x0800;
    private static final int ZLIB_CHECK = 31;
    private static final int INPUT_LENGTH = 4096;

    private final boolean raw;
    private final int headerLength;
    private final int trailerLength;

    CompressionFormat(boolean raw, int headerLength, int trailerLength) {
        this.raw = raw;
        this.headerLength = headerLength;
        this.trailerLength = trailerLength;
    }

    /** Whether the frame is not the deflater's own business. */
    boolean isRaw() {
        return raw;
    }

    int headerLength() {
        return headerLength;
    }

    int trailerLength() {
        return trailerLength;
    }

    /** Tells whether bytes begin as this format does. */
    boolean isBeginOf(byte[] bytes) {
        if (bytes.length < Short.BYTES) {
            return false;
        }
        int begin = Byte.toUnsignedInt(bytes[0]) << Byte.SIZE | Byte.toUnsignedInt(bytes[1]);
        return this == GZIP
                ? begin == GZIP_MAGIC
                : (begin & ZLIB_METHOD_MASK) == ZLIB_METHOD_DEFLATE && begin % ZLIB_CHECK == 0;
    }

    InputStream inflating(InputStream in) throws IOException {
        // With an inflater of our own, closing would not give its memory back.
        return this == GZIP ? new GZIPInputStream(in, INPUT_LENGTH) : new InflaterInputStream(in);
    }
}
