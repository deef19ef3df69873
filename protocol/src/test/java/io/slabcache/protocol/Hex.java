package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes written as hexadecimal digits, with blanks between them wherever they help the reader. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The bytes before the position, as an encoder leaves them. */
    static String written(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return of(bytes);
    }
}
