package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/** The attempts of one client to authenticate by SASL. Used by the connection's thread. */
public final class SaslExchange {
    private final Session session;

    /** The attempt by SCRAM that is under way; null if there is none. */
    private @Nullable ScramServer scram;

    /**
     * Begins with no attempt under way.
     *
     * @param session the client's session
     */
    public SaslExchange(Session session) {
        this.session = session;
    }

    /**
     * Begins an attempt, and ends one that is under way and what the client was before.
     *
     * @param mechanism the mechanism's name
     * @param message the client's first message
     * @return how it goes on
     */
    public SaslAnswer begin(byte[] mechanism, byte[] message) {
        session.drop();
        scram = null;
        String name = new String(mechanism, ISO_8859_1);
        Users users = session.access().users();
        if (users == null) {
            return refused("", name);
        }
        if (name.equals(PlainMessage.MECHANISM) && session.allowsPlainPasswords()) {
            PlainMessage plain = PlainMessage.parse(message);
            if (plain == null) {
                return refused("", name);
            }
            return SaslAnswer.check(PasswordCheck.begin(session, users, plain.user(), plain.password(), name));
        }
        if (name.equals(ScramCredential.MECHANISM)) {
            ScramServer begun = new ScramServer(users);
            byte[] challenge = begun.challenge(message);
            if (challenge != null) {
                scram = begun;
                return SaslAnswer.challenge(challenge);
            }
        }
        return refused("", name);
    }

    /**
     * Goes on with an attempt.
     *
     * @param message the client's next message
     * @return how it goes on
     */
    public SaslAnswer step(byte[] message) {
        ScramServer open = scram;
        if (open == null) {
            return SaslAnswer.REFUSED;
        }
        if (open.isProven()) {
            scram = null;
            if (message.length == 0) {
                session.audit(true, open.user(), ScramCredential.MECHANISM);
                session.finish(true, open.user());
                return SaslAnswer.ACCEPTED;
            }
            return refused(open.user(), ScramCredential.MECHANISM);
        }
        boolean quick = session.mayLook(open.user());
        byte[] signature = open.verify(message);
        if (signature == null) {
            scram = null;
            return refused(open.user(), ScramCredential.MECHANISM);
        }
        SaslAnswer proven = SaslAnswer.challenge(signature);
        return quick ? proven : proven.inTurnOf(open.user());
    }

    private SaslAnswer refused(String user, String mechanism) {
        session.audit(false, user, mechanism);
        session.finish(false, user);
        return SaslAnswer.REFUSED.inTurnOf(user);
    }
}
