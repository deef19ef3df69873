package io.slabcache.server.cli;

import io.slabcache.server.AccessSettings;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of who is let in and who may do what. */
final class AccessOptions {
    @Option(
            names = {"-Y", "--auth-file"},
            paramLabel = "<file>",
            description =
                    "clients must be one of the users of this file, made by `user add`: by SASL in the binary protocol,"
                            + " by a first `set` of \"user password\" in text; read again when it changes")
    private @Nullable Path userFile;

    @Option(
            names = {"-S", "--enable-sasl"},
            description = "speak the binary protocol with SASL only; needs --auth-file")
    private boolean saslOnly;

    @Option(
            names = "--admin-users",
            paramLabel = "<user>",
            split = ",",
            description = "only these users, or clients with certificates of these names, may flush, dump keys, watch,"
                    + " reset statistics, change limits and shut the server down (default: everybody who is let in)")
    private @Nullable Set<String> administrators;

    /**
     * Puts the options together.
     *
     * @return the settings
     * @throws IllegalArgumentException if an option is missing
     */
    AccessSettings settings() {
        return new AccessSettings(userFile, saslOnly, administrators == null ? Set.of() : administrators);
    }
}
