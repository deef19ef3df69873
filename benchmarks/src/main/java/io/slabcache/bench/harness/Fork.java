package io.slabcache.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program run once in a process of its own, which tells its figures on standard output, a {@link #line} for each, and everything
 * else into a log.
 */
public final class Fork {
    private static final String PREFIX = "figure ";

    private Fork() {}

    /** Returns the line that tells a figure. */
    public static String line(String name, double value) {
        return PREFIX + name + "=" + value;
    }

    /**
     * Runs a program to its end.
     *
     * @param main its class
     * @param flags those of its JVM
     * @param arguments its own
     * @param log what it prints beside figures is appended here
     * @return the figures, by name, in their order
     * @throws IOException if it fails; its log says why
     */
    public static Map<String, Double> run(Class<?> main, List<String> flags, List<String> arguments, Path log)
            throws IOException, InterruptedException {
        return run(List.of(), main, flags, arguments, log);
    }

    /**
     * Runs a program to its end through another one.
     *
     * @param launcher the other program and its arguments, which the command of the first follows
     * @param main its class
     * @param flags those of its JVM
     * @param arguments its own
     * @param log what it prints beside figures is appended here
     * @return the figures, by name, in their order
     * @throws IOException if it fails; its log says why
     */
    public static Map<String, Double> run(
            List<String> launcher, Class<?> main, List<String> flags, List<String> arguments, Path log)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                int equals = line.lastIndexOf('=');
                if (line.startsWith(PREFIX) && equals > 0) {
                    figures.put(line.substring(PREFIX.length(), equals), Double.valueOf(line.substring(equals + 1)));
                }
            }
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("the process must end well: code=" + code + ", main=" + main.getSimpleName()
                        + ", arguments=" + arguments + ", log=" + log);
            }
        } finally {
            process.destroyForcibly();
        }
        return figures;
    }
}
