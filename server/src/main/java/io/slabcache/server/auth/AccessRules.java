package io.slabcache.server.auth;

import io.slabcache.server.AccessSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom a server lets in. Safe for use by any number of threads. */
public final class AccessRules implements AutoCloseable {
    /** How long the answer to a failed attempt is kept back, so that guessing is slow. */
    public static final int FAILURE_DELAY_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(AccessRules.class);

    private final AccessSettings settings;
    private final boolean insecure;
    private final @Nullable Users users;

    private final Logins logins;

    /**
     * Makes rules.
     *
     * @param settings the settings
     * @param insecure whether passwords may cross a network in the clear
     * @param users the users, null if everybody is let in
     * @param logins where attempts to log in wait for their turns; ended with the rules
     */
    AccessRules(AccessSettings settings, boolean insecure, @Nullable Users users, Logins logins) {
        this.settings = settings;
        this.insecure = insecure;
        this.users = users;
        this.logins = logins;
    }

    /**
     * Makes the rules of a server that knows no users: everybody is let in and may do everything.
     *
     * @return new rules
     */
    public static AccessRules everybody() {
        return new AccessRules(AccessSettings.OPEN, false, null, new LoginQueue());
    }

    /**
     * Reads who is let in.
     *
     * @param settings the settings
     * @param insecure whether passwords may cross a network in the clear
     * @return the rules
     * @throws IOException if the user file cannot be read or understood
     */
    public static AccessRules open(AccessSettings settings, boolean insecure) throws IOException {
        Path file = settings.userFile();
        AccessRules access =
                new AccessRules(settings, insecure, file == null ? null : Users.load(file), new LoginQueue());
        Users users = access.users;
        if (users != null) {
            LOG.info("users read: file={}, users={}", users.path(), users.count());
        }
        return access;
    }

    /**
     * Reads the users again. If that fails, they stay as they were; who is in stays in.
     *
     * @throws IOException if the user file cannot be read or understood
     */
    public void reload() throws IOException {
        Users current = users;
        if (current != null) {
            current.reload();
            LOG.info("users read again: file={}, users={}", current.path(), current.count());
        }
    }

    /** Returns where attempts to log in wait for their turns. */
    Logins logins() {
        return logins;
    }

    /**
     * Tells whether everybody is let in.
     *
     * @return whether there are no users
     */
    public boolean admitsEverybody() {
        return users == null;
    }

    @Nullable
    Users users() {
        return users;
    }

    boolean isAdministrator(@Nullable String user) {
        return settings.administrators().isEmpty()
                || (user != null && settings.administrators().contains(user));
    }

    /**
     * Tells whether only the binary protocol is spoken.
     *
     * @return whether connections in text are refused
     */
    public boolean isBinaryOnly() {
        return settings.binaryOnly();
    }

    /** Tells whether passwords may be sent in the clear where others can listen. */
    boolean isInsecure() {
        return insecure;
    }

    /** Ends the thread that checks passwords. */
    @Override
    public void close() {
        logins.close();
    }
}
