package io.slabcache.client.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs of other people that tests need. Where one is missing the test is skipped, and one line says how to install it;
 * in continuous integration, where the environment has {@code CI=true}, it fails instead.
 */
public final class Installed {
    private static final Logger LOG = LoggerFactory.getLogger(Installed.class);

    /** The prefix of system properties that say where a command is; a path that does not exist hides the command. */
    private static final String PROPERTY_PREFIX = "slabcache.test.";

    /** Where Debian puts commands, should the PATH not say so. */
    private static final List<String> USUAL_DIRECTORIES = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin");

    /** How far below /usr/lib: architecture, directory of the plug-ins, file. */
    private static final int PLUGIN_DEPTH = 3;

    /** The packages whose absence was told already. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Installed() {}

    /**
     * Finds a command.
     *
     * @param command its name; the system property {@code slabcache.test.NAME} may say where it is
     * @param debianPackage the package that has it
     * @return where it is
     */
    public static Path command(String command, String debianPackage) {
        Path found = find(command);
        if (found == null) {
            throw missing(command, debianPackage);
        }
        return found;
    }

    /**
     * Finds a Python interpreter that has a module.
     *
     * @param module the module's name
     * @param debianPackage the package that has it
     * @return where the interpreter is
     */
    public static Path pythonWith(String module, String debianPackage) {
        // Debian's modules are for Debian's interpreter; another one may come first on the PATH.
        Path python = Path.of("/usr/bin/python3");
        if (find(module) == null && !(Files.isExecutable(python) && imports(python, module))) {
            throw missing("Python module " + module, debianPackage);
        }
        return python;
    }

    /**
     * Asks for a plug-in of Cyrus SASL.
     *
     * @param plugin the first part of its file's name; the system property {@code slabcache.test.NAME} hides it
     * @param debianPackage the package that has it
     */
    public static void requireSaslPlugin(String plugin, String debianPackage) {
        if (System.getProperty(PROPERTY_PREFIX + plugin) == null) {
            // Debian has the directory below that of the architecture, others have it here.
            try (Stream<Path> files = Files.find(
                    Path.of("/usr/lib"),
                    PLUGIN_DEPTH,
                    (file, attributes) -> file.toString().contains("/sasl2/" + plugin + ".so"))) {
                if (files.findAny().isPresent()) {
                    return;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw missing("SASL plug-in " + plugin, debianPackage);
    }

    private static boolean imports(Path python, String module) {
        if (System.getProperty(PROPERTY_PREFIX + module) != null) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(python.toString(), "-c", "import " + module)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("python must answer: module=" + module);
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while python was asked: module=" + module, e);
        }
    }

    private static @Nullable Path find(String command) {
        String said = System.getProperty(PROPERTY_PREFIX + command);
        if (said != null) {
            Path path = Path.of(said);
            return Files.isExecutable(path) ? path : null;
        }
        List<String> directories = new ArrayList<>(
                List.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1)));
        directories.addAll(USUAL_DIRECTORIES);
        for (String directory : directories) {
            Path candidate = Path.of(directory, command);
            if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static RuntimeException missing(String what, String debianPackage) {
        String message = what + " is not installed: apt-get install " + debianPackage;
        if ("true".equals(System.getenv("CI"))) {
            return new IllegalStateException(message);
        }
        if (TOLD.add(debianPackage)) {
            LOG.warn("TESTS SKIPPED, {}", message);
        }
        return new TestAbortedException(message);
    }
}
