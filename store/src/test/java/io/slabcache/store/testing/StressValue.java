package io.slabcache.store.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values that say what they are: a value holds its key's number, its own length, its version and a filler that
 * depends on all of them at every byte, so that any mixture of two values is found out.
 *
 * <pre>
 *   0  int key number | 4  int length | 8  long version | 16  filler …
 * </pre>
 */
final class StressValue {
    /** The shortest value. */
    static final int MIN_LENGTH = 16;

    private static final int VERSION_OFFSET = 8;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private StressValue() {}

    /** Returns the key with a number; its length depends on the number. */
    static byte[] keyOf(int number) {
        return (number + ":" + "k".repeat(number % 53)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the number of a key. */
    static int numberOf(byte[] key) {
        int number = 0;
        for (int i = 0; key[i] != ':'; i++) {
            number = number * 10 + key[i] - '0';
        }
        return number;
    }

    /** Returns a value. */
    static byte[] valueOf(int key, long version, int length) {
        ByteBuffer value = ByteBuffer.allocate(length);
        value.putInt(key).putInt(length).putLong(version);
        long filler = seedOf(key, version, length);
        while (value.remaining() >= Long.BYTES) {
            value.putLong(filler += GOLDEN);
        }
        while (value.hasRemaining()) {
            value.put((byte) (filler += GOLDEN));
        }
        return value.array();
    }

    /** Returns the version of a value as written in it. */
    static long versionOf(byte[] value) {
        return ByteBuffer.wrap(value).getLong(VERSION_OFFSET);
    }

    /** Returns what is wrong with a value read under a key, or null if it is whole. */
    static @Nullable String flawOf(int key, byte[] bytes) {
        if (bytes.length < MIN_LENGTH) {
            return "too short: length=" + bytes.length;
        }
        ByteBuffer value = ByteBuffer.wrap(bytes);
        int ownKey = value.getInt();
        int ownLength = value.getInt();
        long version = value.getLong();
        if (ownKey != key || ownLength != bytes.length) {
            return "of another item: key=" + key + ", ownKey=" + ownKey + ", length=" + bytes.length + ", ownLength="
                    + ownLength + ", version=" + version;
        }
        long filler = seedOf(key, version, bytes.length);
        while (value.remaining() >= Long.BYTES) {
            if (value.getLong() != (filler += GOLDEN)) {
                return torn(version, bytes.length, value.position() - Long.BYTES);
            }
        }
        while (value.hasRemaining()) {
            if (value.get() != (byte) (filler += GOLDEN)) {
                return torn(version, bytes.length, value.position() - 1);
            }
        }
        return null;
    }

    private static String torn(long version, int length, int at) {
        return "torn: version=" + version + ", length=" + length + ", offset=" + at;
    }

    private static long seedOf(int key, long version, int length) {
        return (key * 31L + version) * 31L + length;
    }
}
