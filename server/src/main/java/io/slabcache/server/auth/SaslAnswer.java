package io.slabcache.server.auth;

import org.jspecify.annotations.Nullable;

/**
 * How SASL goes on after a client's message.
 *
 * @param kind what to do
 * @param challenge what to send; empty unless that is what to do
 * @param check what to check; null unless that is what to do
 * @param turnOf the user among whose attempts this answer has its turn; null to give it at once
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SaslAnswer(
        Kind kind,
        byte[] challenge,
        @Nullable PasswordCheck check,
        @Nullable String turnOf) {
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
    static final SaslAnswer ACCEPTED = new SaslAnswer(Kind.ACCEPTED, NOTHING, null, null);
    static final SaslAnswer REFUSED = new SaslAnswer(Kind.REFUSED, NOTHING, null, null);

    static SaslAnswer challenge(byte[] challenge) {
        return new SaslAnswer(Kind.CHALLENGE, challenge, null, null);
    }

    static SaslAnswer check(PasswordCheck check) {
        return new SaslAnswer(Kind.CHECK, NOTHING, check, null);
    }

    /** Returns the same answer, to be given when an attempt for a user has its turn: until then the client cannot tell which it is. */
    SaslAnswer inTurnOf(String user) {
        return new SaslAnswer(kind, challenge, check, user);
    }

    /** Names the kind alone. */
    @Override
    public String toString() {
        return "SaslAnswer[kind=" + kind + "]";
    }
}
