package io.slabcache.server.auth;

import org.jspecify.annotations.Nullable;

/**
 * How SASL goes on after a client's message.
 *
 * @param kind what to do
 * @param challenge what to send; empty unless that is what to do
 * @param check what to check; null unless that is what to do
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SaslAnswer(
        Kind kind, byte[] challenge, @Nullable PasswordCheck check) {
    /** What to do. */
    public enum Kind {
        /** The client is in. */
        ACCEPTED,
        /** Send the challenge. */
        CHALLENGE,
        /** Check the password, which then says whether the client is in. */
        CHECK,
        /** The client is not in, and may try again. */
        REFUSED
    }

    private static final byte[] NOTHING = {};
    static final SaslAnswer ACCEPTED = new SaslAnswer(Kind.ACCEPTED, NOTHING, null);
    static final SaslAnswer REFUSED = new SaslAnswer(Kind.REFUSED, NOTHING, null);

    static SaslAnswer challenge(byte[] challenge) {
        return new SaslAnswer(Kind.CHALLENGE, challenge, null);
    }

    static SaslAnswer check(PasswordCheck check) {
        return new SaslAnswer(Kind.CHECK, NOTHING, check);
    }

    /** Names the kind alone. */
    @Override
    public String toString() {
        return "SaslAnswer[kind=" + kind + "]";
    }
}
