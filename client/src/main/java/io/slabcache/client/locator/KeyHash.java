package io.slabcache.client.locator;

/** A hash of 32 bits over a key's bytes. */
interface KeyHash {
    int hash(byte[] key);

    /** The first four bytes of the MD5 digest, little-endian. */
    static int md5(byte[] key) {
        return Md5.firstWord(key);
    }

    /** Jenkins' one-at-a-time, as libmemcached computes it: bytes are signed. */
    static int oneAtATime(byte[] key) {
        int hash = 0;
        for (byte b : key) {
            hash += b;
            hash += hash << 10;
            hash ^= hash >>> 6;
        }
        hash += hash << 3;
        hash ^= hash >>> 11;
        hash += hash << 15;
        return hash;
    }

    /** FNV-1a as twemproxy computes it by default: the 64-bit constants cut to 32 bits, bytes signed. */
    static int fnv1a64Truncated(byte[] key) {
        int hash = 0x84222325;
        for (byte b : key) {
            hash ^= b;
            hash *= 0x000001b3;
        }
        return hash;
    }

    /**
     * {@link String#hashCode} of the string whose UTF-8 form the key is, without making it. A key that is not UTF-8, which no such string
     * can have, gets some hash of its own.
     */
    static int stringHashCode(byte[] key) {
        int hash = 0;
        int i = 0;
        while (i < key.length) {
            int b = key[i];
            int width = b >= 0 ? 1 : b >> 5 == -2 ? 2 : b >> 4 == -2 ? 3 : b >> 3 == -2 ? 4 : 1;
            if (width == 1 || i + width > key.length) {
                hash = 31 * hash + (b & 0xff);
                i++;
                continue;
            }
            int codePoint = b & (0x7f >> width);
            for (int j = 1; j < width; j++) {
                codePoint = codePoint << 6 | (key[i + j] & 0x3f);
            }
            if (width == 4) {
                hash = 31 * hash + Character.highSurrogate(codePoint);
                hash = 31 * hash + Character.lowSurrogate(codePoint);
            } else {
                hash = 31 * hash + codePoint;
            }
            i += width;
        }
        return hash;
    }
}
