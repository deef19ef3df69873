package io.slabcache.server.auth;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One attempt to authenticate with a password. Begun and finished by the connection's thread, carried out by any. */
public final class PasswordCheck {
    private final Session session;
    private final Users users;
    private final String user;
    private final char[] password;
    private final String mechanism;

    private PasswordCheck(Session session, Users users, String user, char[] password, String mechanism) {
        this.session = session;
        this.users = users;
        this.user = user;
        this.password = password;
        this.mechanism = mechanism;
    }

    /** Begins an attempt, which ends what the client was before. Takes over the password. */
    static PasswordCheck begin(Session session, Users users, String user, char[] password, String mechanism) {
        session.drop();
        return new PasswordCheck(session, users, user, password, mechanism);
    }

    /**
     * Tells whether the password is one that was accepted lately; then the attempt has succeeded and is over. Quick.
     *
     * @return false if the password has to be checked, when its turn has come
     */
    public boolean isRemembered() {
        boolean remembered = session.allowsPlainPasswords() && session.mayLook(user) && users.remembers(user, password);
        if (remembered) {
            end(true);
            finish(true);
        }
        return remembered;
    }

    /**
     * Checks the password, and logs the outcome. Takes some milliseconds: not for a thread that serves others. Called once.
     *
     * @return whether it is the user's
     */
    public boolean check() {
        boolean accepted =
                session.allowsPlainPasswords() && (users.remembers(user, password) || users.check(user, password));
        end(accepted);
        if (!accepted) {
            session.failLogin(user);
        }
        return accepted;
    }

    /**
     * Has this checked when its turn has come.
     *
     * @param work checks it
     * @return what takes it back as long as it has not had its turn; null if the server ends
     */
    public @Nullable Runnable submit(Runnable work) {
        return session.submitLogin(user, work);
    }

    /** Gives up without a check. */
    public void abandon() {
        end(false);
    }

    private void end(boolean accepted) {
        Arrays.fill(password, '\0');
        session.audit(accepted, user, mechanism);
    }

    /**
     * Has the outcome take effect.
     *
     * @param accepted what the check has said
     */
    public void finish(boolean accepted) {
        session.finish(accepted, user);
    }

    /** Names the user alone: the password is a secret. */
    @Override
    public String toString() {
        return "PasswordCheck[user=" + Audit.printable(user) + "]";
    }
}
