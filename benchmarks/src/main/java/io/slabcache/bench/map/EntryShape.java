package io.slabcache.bench.map;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Numbered entries of known lengths. The same number gives the same key and value in every store. */
public enum EntryShape {
    BYTES_8_32("8 + 32 B", 8, 32, 32),
    BYTES_32_100("32 + 100 B", 32, 100, 100),
    LOG_NORMAL("32 + log-normal around 230 B", 32, 16, 16_384),
    BYTES_8_1024("8 + 1024 B", 8, 1024, 1024);

    /** The formula of the lengths that differ, for the results. */
    public static final String LENGTHS =
            "min(16384, max(16, floor(exp(ln 230 + 0.8 g)))), g standard normal, seed 6077 xor number of the entry";

    private static final long LENGTH_SEED = 6077;
    private static final int SAMPLE = 200_000;
    /** The characters of keys: six bits each, and none that a text protocol could stumble over. */
    private static final byte[] CHARACTERS = new byte[64];

    static {
        for (int i = 0; i < CHARACTERS.length; i++) {
            CHARACTERS[i] = (byte) ('0' + i);
        }
    }

    private final String label;
    private final int keyLength;
    private final int minValueLength;
    private final int maxValueLength;

    EntryShape(String label, int keyLength, int minValueLength, int maxValueLength) {
        this.label = label;
        this.keyLength = keyLength;
        this.minValueLength = minValueLength;
        this.maxValueLength = maxValueLength;
    }

    /** Returns the name, as tables have it. */
    public String label() {
        return label;
    }

    /** Returns the length of every key in bytes. */
    public int keyLength() {
        return keyLength;
    }

    /** Returns the length of an entry's value in bytes. */
    public int valueLength(long number) {
        if (minValueLength == maxValueLength) {
            return maxValueLength;
        }
        double normal = new SplittableRandom(LENGTH_SEED ^ mix(number)).nextGaussian();
        double length = Math.exp(Math.log(230) + 0.8 * normal);
        return (int) Math.min(maxValueLength, Math.max(minValueLength, length));
    }

    /** Returns what a store must be told that is to hold so many entries. */
    public MapSize size(long entries) {
        double mean = minValueLength == maxValueLength
                ? maxValueLength
                : LongStream.range(0, SAMPLE)
                        .mapToInt(this::valueLength)
                        .average()
                        .orElseThrow();
        return new MapSize(entries, keyLength, mean, maxValueLength);
    }

    /** Writes an entry's key over an array of the key's length. */
    public void writeKey(long number, byte[] key) {
        // One to one on 48 bits, which the first eight characters hold.
        long bits = number * 0x9e37_79b9_7f4bL & 0xffff_ffff_ffffL;
        for (int i = 0; i < key.length; i++) {
            if (i > 0 && i % 8 == 0) {
                bits = mix(bits + i);
            }
            key[i] = CHARACTERS[(int) (bits >>> 6 * (i % 8)) & 63];
        }
    }

    /** Returns an entry's key. */
    public byte[] key(long number) {
        byte[] key = new byte[keyLength];
        writeKey(number, key);
        return key;
    }

    /** Returns a new array as an entry's value. Its first byte is the number's lowest. */
    public byte[] value(long number) {
        byte[] value = new byte[valueLength(number)];
        Arrays.fill(value, (byte) 'v');
        value[0] = (byte) number;
        return value;
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }
}
