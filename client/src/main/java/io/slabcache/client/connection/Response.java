package io.slabcache.client.connection;

import io.slabcache.protocol.ResponseDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The response that is being dealt with, either whole in the input buffer or with a value that was too long for it. Valid
 * only during the call that it is passed to. Guarded by leadership.
 */
final class Response {
    private final ResponseDecoder decoder;
    private final long tokenMask;

    private int opcodeCode;
    private int opaque;
    private int statusCode;
    private int clientFlags;
    private long casToken;
    private byte @Nullable [] longValue;

    Response(ResponseDecoder decoder, long tokenMask) {
        this.decoder = decoder;
        this.tokenMask = tokenMask;
    }

    /** Takes the header of the frame that was decoded last. */
    void header() {
        opcodeCode = decoder.opcodeCode();
        opaque = decoder.opaque();
        statusCode = decoder.statusCode();
        casToken = decoder.casToken();
        longValue = null;
    }

    /** Takes the client flags of a frame of which no more is there than the extras. */
    void flagsOfLongValue() {
        clientFlags = decoder.clientFlags();
    }

    /** Takes a value that was received apart. */
    void longValue(byte[] value) {
        longValue = value;
    }

    int opcodeCode() {
        return opcodeCode;
    }

    int opaque() {
        return opaque;
    }

    int statusCode() {
        return statusCode;
    }

    /** Returns the token as it is shown to users, see {@link CasTokens}. */
    long casToken() {
        return CasTokens.expose(casToken, tokenMask);
    }

    int clientFlags() {
        return longValue == null ? decoder.clientFlags() : clientFlags;
    }

    /** Returns the value in a fresh array. */
    byte[] value() {
        byte[] received = longValue;
        return received == null ? decoder.copyValue() : received;
    }

    int valueLength() {
        byte[] received = longValue;
        return received == null ? decoder.valueLength() : received.length;
    }

    byte[] key() {
        return decoder.copyKey();
    }

    long counter() {
        return decoder.counter();
    }

    String text() {
        return decoder.valueText();
    }

    boolean endsStatistics() {
        return decoder.endsStatistics();
    }
}
