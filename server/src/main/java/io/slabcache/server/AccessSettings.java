package io.slabcache.server;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in and who may do what. Immutable.
 *
 * @param userFile the file of the users, one of whom each connection has to be; null to let in everybody
 * @param binaryOnly whether only the binary protocol with SASL is spoken
 * @param administrators who may flush, dump, watch, reset and shut down; empty for everybody who is let in
 */
public record AccessSettings(@Nullable Path userFile, boolean binaryOnly, Set<String> administrators) {
    /** Everybody is let in and may do everything. */
    public static final AccessSettings OPEN = new AccessSettings(null, false, Set.of());

    /**
     * Checks the settings.
     *
     * @param userFile the file of the users, null to let in everybody
     * @param binaryOnly whether only the binary protocol with SASL is spoken
     * @param administrators who may administer, empty for everybody who is let in
     * @throws IllegalArgumentException if SASL is to be used without users
     */
    public AccessSettings {
        administrators = Set.copyOf(administrators);
        if (binaryOnly && userFile == null) {
            throw new IllegalArgumentException(
                    "SASL (-S) needs users: give a user file (--auth-file), made by `user add`");
        }
    }

    /**
     * Tells whether clients have to authenticate.
     *
     * @return whether there is a user file
     */
    public boolean requiresAuthentication() {
        return userFile != null;
    }
}
