package io.slabcache.bench.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Keys of 32 bytes, and values. */
final class EngineKeys {
    /** How many entries there are. */
    static final int COUNT = 1_000_000;

    /** The length of a key in bytes. */
    static final int LENGTH = 32;

    private static final byte[] PATTERN =
            "tenant-0042:customer:............".substring(0, LENGTH).getBytes(US_ASCII);

    private EngineKeys() {}

    /** Returns the key of an index; those from {@link #COUNT} on are absent. */
    static byte[] key(int index) {
        byte[] key = PATTERN.clone();
        int rest = index;
        for (int i = LENGTH - 1; rest > 0; i--) {
            key[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return key;
    }

    /** Returns a value. */
    static byte[] value(int length, int index) {
        byte[] value = new byte[length];
        for (int i = 0; i < length; i++) {
            value[i] = (byte) (index + i);
        }
        return value;
    }
}
