package io.slabcache.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs in a JVM of their own, whose heap is resident from the start, so that its size is not what is measured. */
public final class ChildJvm {
    private static final List<String> OPTIONS =
            List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

    private ChildJvm() {}

    /**
     * Runs a program to its end, which must be a good one.
     *
     * @param program its main class
     * @param arguments its arguments
     * @return what it wrote
     * @throws IOException if it could not be started
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public static String run(Class<?> program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("exit code of %s, which wrote: %s", program.getSimpleName(), output)
                .isZero();
        return output;
    }
}
