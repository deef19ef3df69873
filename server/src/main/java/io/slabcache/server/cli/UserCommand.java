package io.slabcache.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slabcache.server.auth.ScramCredential;
import io.slabcache.server.auth.UserFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and changes user files. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Makes and changes the file of users for --auth-file.",
        subcommands = {UserCommand.Add.class, UserCommand.Remove.class, UserCommand.ListUsers.class})
final class UserCommand implements Runnable {
    private static final String FILE = "the file of users; made if it does not exist";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec(spec).commandLine(), "one of add, remove and list must be named");
    }

    private static CommandSpec spec(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("the library gives each command its specification");
        }
        return spec;
    }

    /** Something that is done with the file. */
    @FunctionalInterface
    private interface Action {
        String run() throws IOException;
    }

    private static int carryOut(CommandSpec spec, Action action) {
        try {
            String said = action.run();
            if (!said.isEmpty()) {
                spec.commandLine().getOut().println(said);
            }
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Adds a user or changes a password. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a user, or gives one that is there another password. The password is asked for at the"
                    + " terminal, or read from the first line of standard input; never from the command line.")
    static final class Add implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "<file>",
                description = FILE)
        private Path file = Path.of("");

        @Option(names = "--stdin", description = "read the password from standard input even at a terminal")
        private boolean fromInput;

        @Option(
                names = "--iterations",
                paramLabel = "<num>",
                defaultValue = "" + ScramCredential.DEFAULT_ITERATIONS,
                description = "rounds of hashing, 4096 to 600000 (default: ${DEFAULT-VALUE})")
        private int iterations;

        @Parameters(paramLabel = "<user>", description = "the user's name")
        private String user = "";

        @Override
        public Integer call() {
            return carryOut(spec(spec), () -> {
                UserFile.checkName(user);
                char[] password = readPassword();
                try {
                    ScramCredential credential = ScramCredential.create(password, iterations, new SecureRandom());
                    boolean changed = new UserFile(file).put(user, credential);
                    return (changed ? "changed " : "added ") + user;
                } finally {
                    Arrays.fill(password, '\0');
                }
            });
        }

        private char[] readPassword() throws IOException {
            Console console = fromInput ? null : System.console();
            if (console == null) {
                // not buffered by anybody else: this is the process's only reader
                String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
                if (line == null) {
                    throw new IllegalArgumentException("standard input must have the password in its first line");
                }
                return line.toCharArray();
            }
            char[] first = console.readPassword("Password for %s: ", user);
            char[] second = console.readPassword("Again: ");
            if (first == null || second == null || !Arrays.equals(first, second)) {
                throw new IllegalArgumentException("the password must be typed twice alike");
            }
            Arrays.fill(second, '\0');
            return first;
        }
    }

    /** Removes a user. */
    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a user.")
    static final class Remove implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "<file>",
                description = "the file of users")
        private Path file = Path.of("");

        @Parameters(paramLabel = "<user>", description = "the user's name")
        private String user = "";

        @Override
        public Integer call() {
            return carryOut(spec(spec), () -> {
                if (!new UserFile(file).remove(user)) {
                    throw new IllegalArgumentException("user must be in the file: user=" + user + ", file=" + file);
                }
                return "removed " + user;
            });
        }
    }

    /** Lists the users. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Prints the names of the users, one in a line.")
    static final class ListUsers implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "<file>",
                description = "the file of users")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            return carryOut(
                    spec(spec),
                    () -> String.join(
                            System.lineSeparator(), new UserFile(file).read().keySet()));
        }
    }
}
