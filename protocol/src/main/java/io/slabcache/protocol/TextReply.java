package io.slabcache.protocol;

import java.nio.ByteBuffer;

/** Whole answers of one line with fixed wording, as memcached 1.6.18 words them. */
public enum TextReply {
    /** An item was stored. */
    STORED("STORED"),
    /** The condition on the key's presence did not hold. */
    NOT_STORED("NOT_STORED"),
    /** The CAS token is another. */
    EXISTS("EXISTS"),
    /** The key is absent. */
    NOT_FOUND("NOT_FOUND"),
    /** An item was removed. */
    DELETED("DELETED"),
    /** An item was touched. */
    TOUCHED("TOUCHED"),
    /** Done. */
    OK("OK"),
    /** The end of an answer of several lines. */
    END("END"),
    /** The statistics were reset. */
    RESET("RESET"),
    /** The answer to {@code mn}. */
    META_NOOP("MN"),
    /** A command that the server does not know, or too few or too many words. */
    ERROR("ERROR"),
    /** {@code shutdown} was not enabled. */
    SHUTDOWN_NOT_ENABLED("ERROR: shutdown not enabled"),
    /** A word that is none of its kind, or a key that is too long. */
    BAD_FORMAT("CLIENT_ERROR bad command line format"),
    /** A delete with a word too many. */
    BAD_DELETE("CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]"),
    /** A data block that does not end where it must. */
    BAD_DATA_CHUNK("CLIENT_ERROR bad data chunk"),
    /** An exptime that is no number. */
    BAD_EXPTIME("CLIENT_ERROR invalid exptime argument"),
    /** A delta that is no number. */
    BAD_DELTA("CLIENT_ERROR invalid numeric delta argument"),
    /** A value that is not a counter. */
    NOT_A_COUNTER("CLIENT_ERROR cannot increment or decrement non-numeric value"),
    /** A meta flag that is none. */
    INVALID_FLAG("CLIENT_ERROR invalid flag"),
    /** A meta flag that occurs twice. */
    DUPLICATE_FLAG("CLIENT_ERROR duplicate flag"),
    /** Any mistake in the flags of {@code md} and {@code ma}. */
    INVALID_OR_DUPLICATE_FLAG("CLIENT_ERROR invalid or duplicate flag"),
    /** More words than a meta command may have. */
    TOO_MANY_FLAGS("CLIENT_ERROR options flags too long"),
    /** The same for {@code mg}, which says it otherwise. */
    GET_TOO_MANY_FLAGS("CLIENT_ERROR options flags are too long"),
    /** A meta flag's token that is no number. */
    BAD_TOKEN("CLIENT_ERROR bad token in command line format"),
    /** The same of the flag {@code J}. */
    BAD_INITIAL_TOKEN("CLIENT_ERROR invalid numeric initial value"),
    /** The same of the flag {@code D}. */
    BAD_DELTA_TOKEN("CLIENT_ERROR invalid numeric delta value"),
    /** An opaque token of more than 31 bytes. */
    OPAQUE_TOO_LONG("CLIENT_ERROR opaque token too long"),
    /** A key that is not what the flag {@code b} says. */
    BAD_BASE64("CLIENT_ERROR error decoding key"),
    /** A mode of more or less than one letter. */
    BAD_MODE_LENGTH("CLIENT_ERROR incorrect length for M token"),
    /** A mode that {@code ms} does not have. */
    BAD_SET_MODE("CLIENT_ERROR invalid mode for ms M token"),
    /** A mode that {@code ma} does not have. */
    BAD_ARITHMETIC_MODE("CLIENT_ERROR invalid mode for ma M token"),
    /** A connection that must authenticate itself first. */
    UNAUTHENTICATED("CLIENT_ERROR unauthenticated"),
    /** Wrong name or password. */
    AUTHENTICATION_FAILURE("CLIENT_ERROR authentication failure"),
    /** An item beyond the limit. */
    TOO_LARGE("SERVER_ERROR object too large for cache"),
    /** No room for an item of legal size. */
    OUT_OF_MEMORY("SERVER_ERROR out of memory storing object");

    private static final int LINE_END_LENGTH = 2;

    private final String text;

    TextReply(String text) {
        this.text = text;
    }

    /**
     * Returns the answer without its line end.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Returns how many bytes the answer has.
     *
     * @return the length with the line end
     */
    public int length() {
        return text.length() + LINE_END_LENGTH;
    }

    /**
     * Tells whether the answer says that the command was refused.
     *
     * @return true for errors
     */
    public boolean isError() {
        return text.startsWith("ERROR") || text.startsWith("CLIENT_ERROR") || text.startsWith("SERVER_ERROR");
    }

    /** Writes the line at the buffer's position, where there is room for it. */
    void put(ByteBuffer out) {
        for (int i = 0; i < text.length(); i++) {
            out.put((byte) text.charAt(i));
        }
        out.put((byte) '\r');
        out.put((byte) '\n');
    }
}
