package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The runnable jar as a process, and what it says. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("listening: addresses=\\[.*:(\\d+)]");

    final List<String> lines = new ArrayList<>();
    private final Process process;
    private final BufferedReader output;

    private ServerProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ServerProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("server.jar", "target/slabcache-server.jar")));
        command.addAll(List.of(arguments));
        return new ServerProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads on until a line has what is looked for, and returns the first group. */
    String await(Pattern pattern) throws IOException {
        while (true) {
            String line = output.readLine();
            assertThat(line).as("output so far: %s", lines).isNotNull();
            lines.add(line);
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return matcher.groupCount() == 0 ? line : matcher.group(1);
            }
        }
    }

    int port() throws IOException {
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
        output.lines().forEach(lines::add);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
