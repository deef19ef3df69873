package io.slabcache.jcache.internal.remote;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The envelope around the value of an entry on a server. All fields are big-endian.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------+---------------+-------------------------------+
 *  | magic, version|     flags     |        Expiry (ms)            |
 *  +---------------+---------------+                               |
 *  |                                                               |
 *  |                               +-------------------------------+
 *  |                               |        Generation             |
 *  +-------------------------------+                               |
 *  |                                                               |
 *  |                               +-------------------------------+
 *  |                               |        Fingerprint            |
 *  +-------------------------------+-------------------------------+
 *  |                               | [key length, varint] [key] payload …
 *  +-------------------------------+-------------------------------
 * </pre>
 * The key stands there when the server knows the entry by a hash. What is read is hostile: {@link #payloadOffset} checks
 * all of it, the other methods want bytes that it has checked.
 */
final class Envelope {
    /** The version of this format. */
    static final int VERSION = 1;

    /** The client flags of every envelope: our byte in front, then the version. */
    static final int CLIENT_FLAGS = 0x5300_0000 | VERSION;

    /** The entry is a lease: nobody's value, but somebody loads it. */
    static final int LEASE = 1;

    /** The full key stands before the payload. */
    static final int HASHED_KEY = 1 << 1;

    /** The server's expiry counts, and the expiry field is the lifetime in milliseconds that it was last given. */
    static final int SERVER_EXPIRY = 1 << 2;

    private static final int ALL_FLAGS = LEASE | HASHED_KEY | SERVER_EXPIRY;

    /** The magic number in the upper half, the version in the lower. */
    private static final byte MAGIC_AND_VERSION = (byte) (0xA0 | VERSION);

    private static final int MAGIC_OFFSET = 0;
    private static final int FLAGS_OFFSET = MAGIC_OFFSET + Byte.BYTES;
    private static final int EXPIRY_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    private static final int GENERATION_OFFSET = EXPIRY_OFFSET + Long.BYTES;
    private static final int FINGERPRINT_OFFSET = GENERATION_OFFSET + Long.BYTES;

    /** The length of what stands before the payload where there is no key. */
    static final int HEADER_LENGTH = FINGERPRINT_OFFSET + Integer.BYTES;

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MORE = 1 << VARINT_BITS;
    private static final int MAX_VARINT_LENGTH = 5;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Envelope() {}

    /**
     * Puts a value into an envelope.
     *
     * @param flags {@link #LEASE} and {@link #SERVER_EXPIRY}
     * @param expiry the expiry field
     * @param generation the generation that the entry belongs to
     * @param fingerprint stands for the cache's configuration
     * @param key the full key if the server knows the entry by a hash, or null
     * @param payload the value
     * @return the bytes to store
     */
    static byte[] wrap(
            int flags, long expiry, long generation, int fingerprint, byte @Nullable [] key, byte[] payload) {
        int keyLength = key == null ? 0 : varintLength(key.length) + key.length;
        byte[] bytes = new byte[Math.addExact(HEADER_LENGTH + keyLength, payload.length)];
        bytes[MAGIC_OFFSET] = MAGIC_AND_VERSION;
        bytes[FLAGS_OFFSET] = (byte) (key == null ? flags : flags | HASHED_KEY);
        LONGS.set(bytes, EXPIRY_OFFSET, expiry);
        LONGS.set(bytes, GENERATION_OFFSET, generation);
        INTS.set(bytes, FINGERPRINT_OFFSET, fingerprint);
        if (key != null) {
            int at = putVarint(bytes, HEADER_LENGTH, key.length);
            System.arraycopy(key, 0, bytes, at, key.length);
        }
        System.arraycopy(payload, 0, bytes, HEADER_LENGTH + keyLength, payload.length);
        return bytes;
    }

    /**
     * Returns how much longer an envelope is than its payload.
     *
     * @param key the full key if the server knows the entry by a hash, or null
     * @return bytes
     */
    static int overhead(byte @Nullable [] key) {
        return HEADER_LENGTH + (key == null ? 0 : varintLength(key.length) + key.length);
    }

    /**
     * Checks an envelope and tells where its payload begins.
     *
     * @param bytes what a server had
     * @param clientFlags the client flags beside it
     * @return an index up to the length of the bytes
     * @throws MalformedEnvelopeException if it is not one of this version
     */
    static int payloadOffset(byte[] bytes, int clientFlags) {
        if (clientFlags != CLIENT_FLAGS) {
            throw new MalformedEnvelopeException("client flags must be those of an envelope: clientFlags=0x"
                    + Integer.toHexString(clientFlags) + ", expected=0x" + Integer.toHexString(CLIENT_FLAGS));
        }
        if (bytes.length < HEADER_LENGTH) {
            throw new MalformedEnvelopeException(
                    "an envelope must have a header: length=" + bytes.length + ", headerLength=" + HEADER_LENGTH);
        }
        if (bytes[MAGIC_OFFSET] != MAGIC_AND_VERSION) {
            throw new MalformedEnvelopeException("an envelope must begin with its magic number and version: first=0x"
                    + Integer.toHexString(Byte.toUnsignedInt(bytes[MAGIC_OFFSET])));
        }
        int flags = bytes[FLAGS_OFFSET];
        if ((flags & ~ALL_FLAGS) != 0) {
            throw new MalformedEnvelopeException("an envelope's flags must be known: flags=0x"
                    + Integer.toHexString(Byte.toUnsignedInt((byte) flags)));
        }
        return (flags & HASHED_KEY) == 0 ? HEADER_LENGTH : keyOffset(bytes) + keyLength(bytes);
    }

    static boolean isLease(byte[] envelope) {
        return (envelope[FLAGS_OFFSET] & LEASE) != 0;
    }

    /** Tells whether the server's expiry counts, and the expiry field is a lifetime. */
    static boolean isServerExpiry(byte[] envelope) {
        return (envelope[FLAGS_OFFSET] & SERVER_EXPIRY) != 0;
    }

    static long expiry(byte[] envelope) {
        return (long) LONGS.get(envelope, EXPIRY_OFFSET);
    }

    static long generation(byte[] envelope) {
        return (long) LONGS.get(envelope, GENERATION_OFFSET);
    }

    static int fingerprint(byte[] envelope) {
        return (int) INTS.get(envelope, FINGERPRINT_OFFSET);
    }

    /** Returns the full key, null if there is none. */
    static byte @Nullable [] key(byte[] envelope) {
        if ((envelope[FLAGS_OFFSET] & HASHED_KEY) == 0) {
            return null;
        }
        int from = keyOffset(envelope);
        return Arrays.copyOfRange(envelope, from, from + keyLength(envelope));
    }

    /** Tells whether the full key is there and is the given one. */
    static boolean hasKey(byte[] envelope, byte[] key) {
        if ((envelope[FLAGS_OFFSET] & HASHED_KEY) == 0) {
            return false;
        }
        int from = keyOffset(envelope);
        return Arrays.equals(envelope, from, from + keyLength(envelope), key, 0, key.length);
    }

    /** Reads the varint; it must be in its shortest form, and the key must be there and not be empty. */
    private static int keyLength(byte[] bytes) {
        long length = 0;
        int at = HEADER_LENGTH;
        int end = Math.min(bytes.length, HEADER_LENGTH + MAX_VARINT_LENGTH);
        boolean more = true;
        for (int shift = 0; more && at < end; shift += VARINT_BITS) {
            byte next = bytes[at++];
            more = next < 0;
            length |= (long) (next & (VARINT_MORE - 1)) << shift;
        }
        if (more || length < 1 || length > bytes.length - at || varintLength((int) length) != at - HEADER_LENGTH) {
            throw new MalformedEnvelopeException("an envelope must hold its key: length=" + bytes.length
                    + ", keyLength=" + length + ", keyOffset=" + at);
        }
        return (int) length;
    }

    /** Returns where the key begins: behind the varint, which ends with the first byte that says so. */
    private static int keyOffset(byte[] bytes) {
        int at = HEADER_LENGTH;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        return at + 1;
    }

    private static int varintLength(int value) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + VARINT_BITS - 1) / VARINT_BITS);
    }

    private static int putVarint(byte[] bytes, int offset, int value) {
        int at = offset;
        int rest = value;
        while (rest >= VARINT_MORE) {
            bytes[at++] = (byte) (rest | VARINT_MORE);
            rest >>>= VARINT_BITS;
        }
        bytes[at++] = (byte) rest;
        return at;
    }
}
