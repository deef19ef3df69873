package io.slabcache.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The status of a response.
 *
 * <p>The two authentication statuses have a second code, 0x08 and 0x09, in old texts on the protocol and in servers made after them:
 * both codes are read, the real ones are written.
 */
public enum Status {
    /** The request was carried out. */
    SUCCESS(0x00, ""),
    /** The key is not there, or the group of statistics is unknown. */
    KEY_NOT_FOUND(0x01, "Not found"),
    /** The key is there already, or has another CAS token. */
    KEY_EXISTS(0x02, "Data exists for key."),
    /** The item is larger than the server stores; a SET has then deleted the old item. */
    TOO_LARGE(0x03, "Too large."),
    /** The request has not the shape of its opcode; the server closes the connection. */
    INVALID_ARGUMENTS(0x04, "Invalid arguments"),
    /** There is nothing to append or prepend to, or no room for the result. */
    NOT_STORED(0x05, "Not stored."),
    /** The value to increment or decrement is not a decimal number of 64 bits. */
    NON_NUMERIC(0x06, "Non-numeric server-side value for incr or decr"),
    /** The key belongs to another server (Couchbase only). */
    NOT_MY_VBUCKET(0x07, "Not my vbucket"),
    /** Authentication failed, or is required. */
    AUTH_ERROR(0x20, 0x08, "Auth failure."),
    /** Authentication goes on with another step; the value is the challenge. */
    AUTH_CONTINUE(0x21, 0x09, ""),
    /** The server does not know the opcode. */
    UNKNOWN_COMMAND(0x81, "Unknown command"),
    /** The server has no memory for the item. */
    OUT_OF_MEMORY(0x82, "Out of memory"),
    /** The server knows the opcode and does not support it (Couchbase only). */
    NOT_SUPPORTED(0x83, "Not supported"),
    /** The server failed (Couchbase only). */
    INTERNAL_ERROR(0x84, "Internal error"),
    /** The server is too busy (Couchbase only). */
    BUSY(0x85, "Busy"),
    /** The server cannot do it now (Couchbase only). */
    TEMPORARY_FAILURE(0x86, "Temporary failure"),
    /** Any code that is not in this table. */
    UNKNOWN(-1, "");

    private static final int NO_CODE = -1;
    private static final @Nullable Status[] BY_CODE = new @Nullable Status[CodeTable.SIZE];

    static {
        for (Status status : values()) {
            if (status.code != NO_CODE) {
                CodeTable.put(BY_CODE, status.code, status);
            }
            if (status.legacyCode != NO_CODE) {
                CodeTable.put(BY_CODE, status.legacyCode, status);
            }
        }
    }

    private final int code;
    private final int legacyCode;
    private final String text;

    Status(int code, String text) {
        this(code, -1, text);
    }

    Status(int code, int legacyCode, String text) {
        this.code = code;
        this.legacyCode = legacyCode;
        this.text = text;
    }

    /**
     * Returns the code that is written.
     *
     * @return the code, or -1 for {@link #UNKNOWN}
     */
    public int code() {
        return code;
    }

    /**
     * Returns the text that memcached sends as the value of such a response. It is for people; only the code counts.
     *
     * @return the text, empty if there is none
     */
    public String text() {
        return text;
    }

    /**
     * Returns the status with this code.
     *
     * @param code an unsigned 16-bit number
     * @return the status, {@link #UNKNOWN} if the code is not in the table
     */
    public static Status of(int code) {
        Status status = CodeTable.lookup(BY_CODE, code);
        return status == null ? UNKNOWN : status;
    }
}
