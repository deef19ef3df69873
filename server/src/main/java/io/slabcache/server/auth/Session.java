package io.slabcache.server.auth;

import org.jspecify.annotations.Nullable;

/** What is known of the client of one connection. Used by the connection's thread alone, save what says otherwise. */
public final class Session {
    private static final String NOBODY = "-";

    private final AccessRules access;
    private final String remote;
    private final String host;
    private final boolean confidential;

    /** Who is let in; null before. Without users: the name in the client's certificate, null if there is none. */
    private @Nullable String user;

    /**
     * Begins a session.
     *
     * @param access the rules
     * @param remote the client's address, for the log
     * @param host the machine or the network that the client is in, for turns
     * @param confidential whether nobody between can listen: TLS, or both on one machine
     * @param certificateName the name in the client's verified certificate, null if it has none
     */
    public Session(
            AccessRules access, String remote, String host, boolean confidential, @Nullable String certificateName) {
        this.access = access;
        this.remote = remote;
        this.host = host;
        this.confidential = confidential;
        this.user = access.users() == null ? certificateName : null;
    }

    /**
     * Tells whether the client can authenticate: whether there are users.
     *
     * @return whether mechanisms are offered
     */
    public boolean hasUsers() {
        return access.users() != null;
    }

    /**
     * Tells whether the client may do more than to authenticate.
     *
     * @return whether it has authenticated or need not
     */
    public boolean isAdmitted() {
        return user != null || access.users() == null;
    }

    /**
     * Tells whether the client may send its password as it is.
     *
     * @return whether nobody can listen, or that is allowed
     */
    public boolean allowsPlainPasswords() {
        return confidential || access.isInsecure();
    }

    /**
     * Returns the mechanisms of SASL that are offered.
     *
     * @return their names, with blanks between
     */
    public String mechanisms() {
        return allowsPlainPasswords()
                ? ScramCredential.MECHANISM + " " + PlainMessage.MECHANISM
                : ScramCredential.MECHANISM;
    }

    /**
     * Asks for permission for a command that administers the server, and logs that.
     *
     * @param command the command, for the log
     * @return whether the client may give it
     */
    public boolean mayAdminister(String command) {
        boolean allowed = isAdmitted() && access.isAdministrator(user);
        Audit.administration(allowed, command, user == null ? NOBODY : user, remote);
        return allowed;
    }

    /**
     * Begins an attempt with a password, which ends what the client was before.
     *
     * @param name who the client says it is
     * @param password its password, which is taken over
     * @param mechanism how it was sent, for the log
     * @return the attempt, or null if there are no users
     */
    public @Nullable PasswordCheck beginPasswordCheck(String name, char[] password, String mechanism) {
        Users users = access.users();
        return users == null ? null : PasswordCheck.begin(this, users, name, password, mechanism);
    }

    /**
     * Has an attempt to log in judged when its turn has come.
     *
     * @param name who the client says it is
     * @param work judges it, by another thread
     * @return what takes it back as long as it has not had its turn; null if the server ends
     */
    public @Nullable Runnable submitLogin(String name, Runnable work) {
        return access.logins().submit(host, name, work);
    }

    /**
     * Takes note that an attempt has failed: the next like it has to wait, over whatever connection. Called by any thread.
     *
     * @param name who the client said it is
     */
    public void failLogin(String name) {
        access.logins().fail(host, name);
    }

    /** Tells whether an attempt may succeed before its turn, if that is quickly seen. */
    boolean mayLook(String name) {
        return access.logins().mayLook(host, name);
    }

    /** Forgets who the client was: it authenticates anew. */
    void drop() {
        if (access.users() != null) {
            user = null;
        }
    }

    /** Logs how an attempt has ended. Called by any thread. */
    void audit(boolean accepted, String name, String mechanism) {
        Audit.authentication(accepted, name.isEmpty() ? NOBODY : name, mechanism, remote);
    }

    /** Has the outcome of an attempt take effect. */
    void finish(boolean accepted, String name) {
        if (accepted) {
            user = name;
        } else {
            drop();
        }
    }

    AccessRules access() {
        return access;
    }
}
