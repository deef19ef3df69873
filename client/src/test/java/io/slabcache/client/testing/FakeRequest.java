package io.slabcache.client.testing;

import io.slabcache.protocol.Opcode;

/**
 * A request as {@link FakeMemcached} received it.
 *
 * @param connection the number of the connection, 0 for the server's first
 * @param opcode what is asked for
 * @param opaque the request's number
 * @param casToken the token that the item must have, or 0
 * @param key the key, empty if there is none
 * @param value the value, empty if there is none
 * @param clientFlags the client flags of a store request, else 0
 * @param exptime as it was sent, unsigned; 0 if the opcode has none
 * @param delta by how much to change a counter, else 0
 * @param initial the value of a new counter, else 0
 */
@SuppressWarnings("ArrayRecordComponent") // what was received, never compared
public record FakeRequest(
        int connection,
        Opcode opcode,
        int opaque,
        long casToken,
        byte[] key,
        byte[] value,
        int clientFlags,
        long exptime,
        long delta,
        long initial) {
    /**
     * Tells whether this is a request of an application, not one of those with which a client greets a server.
     *
     * @return false for VERSION, STAT, NOOP, QUIT and authentication
     */
    public boolean isForItems() {
        return switch (opcode.shape()) {
            case BARE, TEXT, STAT, SASL -> false;
            default -> true;
        };
    }

    /**
     * Returns the key as text.
     *
     * @return each byte as a character
     */
    public String keyText() {
        return new String(key, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Tells opcode, opaque and key. */
    @Override
    public String toString() {
        return opcode + " connection=" + connection + ", opaque=" + opaque + ", key=" + keyText() + ", valueLength="
                + value.length;
    }
}
