package io.slabcache.protocol;

import org.jspecify.annotations.Nullable;

/** The first byte of a frame, which tells a request from a response. */
public enum Magic {
    /** A frame from client to server. */
    REQUEST(0x80),
    /** A frame from server to client. */
    RESPONSE(0x81);

    private static final @Nullable Magic[] BY_CODE = CodeTable.of(Magic.class, Magic.values(), Magic::code);

    private final int code;

    Magic(int code) {
        this.code = code;
    }

    /**
     * Returns the byte on the wire.
     *
     * @return the code, 0 to 255
     */
    public int code() {
        return code;
    }

    /**
     * Returns the magic with this code.
     *
     * @param code an unsigned byte
     * @return the magic, or null if the code is not one
     */
    public static @Nullable Magic of(int code) {
        return CodeTable.lookup(BY_CODE, code);
    }
}
