package io.slabcache.client.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Users that Debian's memcached authenticates by Cyrus SASL, whose files are in a directory of the test. */
public final class SaslUsers {
    private final Path directory;

    private SaslUsers(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a user. Skips the calling test, or fails it in continuous integration, where memcached,
     * {@code saslpasswd2} or a mechanism is not installed.
     *
     * @param directory for the users' file and the configuration
     * @param user the name
     * @param password what the user must know
     * @return the one user
     */
    public static SaslUsers create(Path directory, String user, String password) {
        RealMemcached.requireInstalled();
        Path program = Installed.command("saslpasswd2", "sasl2-bin");
        Installed.requireSaslPlugin("libplain", "libsasl2-modules");
        Installed.requireSaslPlugin("libscram", "libsasl2-modules");
        try {
            Path input = Files.writeString(directory.resolve("password"), password);
            Path output = directory.resolve("output");
            Process process = new ProcessBuilder(
                            program.toString(),
                            "-p",
                            "-c",
                            "-f",
                            directory.resolve("sasldb2").toString(),
                            "-a",
                            "memcached",
                            "-u",
                            hostName(),
                            user)
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("saslpasswd2 must make a user: output=" + Files.readString(output));
            }
            Files.delete(input);
            return new SaslUsers(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a user was made: user=" + user, e);
        }
    }

    /**
     * Starts a server that knows the user and nobody else.
     *
     * @param mechanisms what the server offers, with blanks between them
     * @param arguments as for {@link RealMemcached#start}
     * @return a running server, to be closed
     */
    public RealMemcached start(String mechanisms, String... arguments) {
        try {
            Files.writeString(
                    directory.resolve("memcached.conf"),
                    String.join(
                            "\n",
                            "mech_list: " + mechanisms,
                            "pwcheck_method: auxprop",
                            "auxprop_plugin: sasldb",
                            "sasldb_path: " + directory.resolve("sasldb2"),
                            ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> all = new ArrayList<>(List.of("-S"));
        all.addAll(List.of(arguments));
        return RealMemcached.start(Map.of("SASL_CONF_PATH", directory.toString()), all.toArray(new String[0]));
    }

    /** The realm in which memcached looks for a user who names none. */
    private static String hostName() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    }
}
