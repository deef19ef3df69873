package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runnable jar as a process, and what it says. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("listening: addresses=\\[.*:(\\d+)]");
    private static final long LONGEST_SILENCE_SECONDS = 60;

    /** Stands for the end of the output, which no line equals. */
    private static final String END = "\n";

    final List<String> lines = new ArrayList<>();
    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();

    private ServerProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readOutput, "output-of-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** A thread of its own, since reading cannot be given up after some time. */
    private void readOutput() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(output::add);
        } catch (IOException | UncheckedIOException e) {
            output.add("the output cannot be read: " + e);
        } finally {
            output.add(END);
        }
    }

    static ServerProcess start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    static ServerProcess start(List<String> jvmOptions, String... arguments) throws IOException {
        // whoever runs the tests may ignore SIGHUP, as nohup does, and a process inherits that
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-jar");
        command.add(System.getProperty("server.jar", "target/slabcache-server.jar"));
        command.addAll(List.of(arguments));
        return new ServerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads on until a line has what is looked for, and returns the first group. */
    String await(Pattern pattern) throws InterruptedException {
        while (true) {
            String line = output.poll(LONGEST_SILENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line)
                    .as("%s within %d s, output so far: %s", pattern, LONGEST_SILENCE_SECONDS, lines)
                    .isNotNull()
                    .isNotEqualTo(END);
            lines.add(line);
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? line : matcher.group(1);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    int port() throws InterruptedException {
        return Integer.parseInt(await(PORT));
    }

    /** Writes to the process and ends its input. */
    void input(String text) throws IOException {
        try (var in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Reads what is left and waits for the end. */
    int exitValue() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS))
                .as("the process ends, output so far: %s %s", lines, output)
                .isTrue();
        for (String line = output.take(); !line.equals(END); line = output.take()) {
            lines.add(line);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
