package io.slabcache.server.auth;

import io.slabcache.server.AccessSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Set;

/** Rules under which attempts to log in are judged at once and by who asks, for tests without other threads. */
public final class InlineAccess {
    private final AccessSettings settings;
    private final Users users;

    /**
     * Makes a file with one user.
     *
     * @param file where
     * @param user the user's name
     * @param password the password
     */
    public InlineAccess(Path file, String user, String password) throws IOException {
        new UserFile(file)
                .put(
                        user,
                        ScramCredential.create(
                                password.toCharArray(), ScramCredential.MIN_ITERATIONS, new SecureRandom()));
        settings = new AccessSettings(file, false, Set.of());
        users = Users.load(file);
    }

    /** Makes rules by which that user is let in, and nobody else. */
    public AccessRules newRules() {
        return new AccessRules(settings, false, users, new InlineLogins());
    }

    private static final class InlineLogins implements Logins {
        @Override
        public Runnable submit(String host, String user, Runnable work) {
            work.run();
            return () -> {};
        }

        @Override
        public void fail(String host, String user) {
            // nobody has to wait
        }

        @Override
        public boolean mayLook(String host, String user) {
            return true;
        }

        @Override
        public void close() {
            // nothing waits
        }
    }
}
