package io.slabcache.client.locator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * MD5 (RFC 1321) of short messages, as a function: it allocates nothing and needs no instance per thread, as a
 * {@link java.security.MessageDigest} would. It places keys; nothing here is secret.
 */
final class Md5 {
    static final int DIGEST_WORDS = 4;

    private static final int BLOCK_LENGTH = 64;
    private static final int BLOCK_WORDS = 16;
    private static final int STEPS = 64;

    /** The padding's first byte and the message's length in bits. */
    private static final int LEAST_PADDING = 1 + Long.BYTES;

    private static final int END_MARK = 0x80;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Left rotations, four for each of the four rounds. */
    private static final int[] ROTATIONS = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

    /** The constant of each step: the absolute sine of its number from 1 on, times 2^32. */
    private static final int[] SINES = new int[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            SINES[i] = (int) (long) (StrictMath.abs(StrictMath.sin(i + 1)) * (1L << Integer.SIZE));
        }
    }

    private Md5() {}

    /** Returns the first four bytes of the digest, little-endian. */
    static int firstWord(byte[] message) {
        return digest(message, null);
    }

    /** Returns the digest as four little-endian words. */
    static int[] words(byte[] message) {
        int[] words = new int[DIGEST_WORDS];
        digest(message, words);
        return words;
    }

    private static int digest(byte[] message, int @Nullable [] words) {
        int a0 = 0x67452301;
        int b0 = 0xefcdab89;
        int c0 = 0x98badcfe;
        int d0 = 0x10325476;
        int blocks = (message.length + LEAST_PADDING + BLOCK_LENGTH - 1) / BLOCK_LENGTH;
        for (int block = 0; block < blocks; block++) {
            int a = a0;
            int b = b0;
            int c = c0;
            int d = d0;
            // A loop for each round, because the compiler unrolls them: this is most of what finding a node costs.
            for (int step = 0; step < BLOCK_WORDS; step++) {
                int sum = a + ((b & c) | (~b & d)) + SINES[step] + word(message, block, blocks, step);
                a = d;
                d = c;
                c = b;
                b += Integer.rotateLeft(sum, ROTATIONS[step % 4]);
            }
            for (int step = BLOCK_WORDS; step < 2 * BLOCK_WORDS; step++) {
                int word = word(message, block, blocks, (5 * step + 1) % BLOCK_WORDS);
                int sum = a + ((d & b) | (~d & c)) + SINES[step] + word;
                a = d;
                d = c;
                c = b;
                b += Integer.rotateLeft(sum, ROTATIONS[4 + step % 4]);
            }
            for (int step = 2 * BLOCK_WORDS; step < 3 * BLOCK_WORDS; step++) {
                int word = word(message, block, blocks, (3 * step + 5) % BLOCK_WORDS);
                int sum = a + (b ^ c ^ d) + SINES[step] + word;
                a = d;
                d = c;
                c = b;
                b += Integer.rotateLeft(sum, ROTATIONS[8 + step % 4]);
            }
            for (int step = 3 * BLOCK_WORDS; step < STEPS; step++) {
                int word = word(message, block, blocks, 7 * step % BLOCK_WORDS);
                int sum = a + (c ^ (b | ~d)) + SINES[step] + word;
                a = d;
                d = c;
                c = b;
                b += Integer.rotateLeft(sum, ROTATIONS[12 + step % 4]);
            }
            a0 += a;
            b0 += b;
            c0 += c;
            d0 += d;
        }
        if (words != null) {
            words[0] = a0;
            words[1] = b0;
            words[2] = c0;
            words[3] = d0;
        }
        return a0;
    }

    /** Returns a little-endian word of the padded message. */
    private static int word(byte[] message, int block, int blocks, int index) {
        if (block == blocks - 1 && index >= BLOCK_WORDS - 2) {
            long bits = (long) message.length * Byte.SIZE;
            return (int) (index == BLOCK_WORDS - 2 ? bits : bits >>> Integer.SIZE);
        }
        int offset = block * BLOCK_LENGTH + index * Integer.BYTES;
        if (offset > message.length) {
            return 0;
        }
        if (offset + Integer.BYTES <= message.length) {
            return (int) WORD.get(message, offset);
        }
        int word = 0;
        for (int i = Integer.BYTES - 1; i >= 0; i--) {
            int at = offset + i;
            int b = at < message.length ? Byte.toUnsignedInt(message[at]) : at == message.length ? END_MARK : 0;
            word = word << Byte.SIZE | b;
        }
        return word;
    }
}
