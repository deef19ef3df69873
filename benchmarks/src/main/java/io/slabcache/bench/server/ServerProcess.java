package io.slabcache.bench.server;

import io.slabcache.bench.harness.ProcessMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server on the first processor, in a process of its own; who loads it has the second. */
final class ServerProcess implements AutoCloseable {
    /** What a program that loads a server is started with. */
    static final List<String> LOAD_PROCESSOR = List.of("taskset", "-c", "1");

    private static final List<String> SERVER_PROCESSOR = List.of("taskset", "-c", "0");
    private static final int TRIES = 400;
    private static final int PAUSE_MILLIS = 50;

    private final ServerKind kind;
    private final int port;
    private final Process process;

    /** For a run that is broken off. */
    private final Thread atExit;

    private ServerProcess(ServerKind kind, int port, Process process) {
        this.kind = kind;
        this.port = port;
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly, "end-server");
    }

    /** Starts one and waits until it answers. */
    static ServerProcess start(ServerKind kind, ServerOptions options, Path log)
            throws IOException, InterruptedException {
        int port = freePort();
        // taskset becomes the program: the process is the server's own
        List<String> command = new ArrayList<>(SERVER_PROCESSOR);
        command.addAll(kind.command(port, options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        ServerProcess server = new ServerProcess(kind, port, process);
        Runtime.getRuntime().addShutdownHook(server.atExit);
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            if (server.speaks(Wire.BINARY)) {
                return server;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        server.close();
        throw new IOException("the server must start: command=" + command + ", log=" + log);
    }

    /** Returns a port that nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Returns whether it answers in a protocol. */
    boolean speaks(Wire wire) {
        return Greeting.isAnswered(port, wire);
    }

    ServerKind kind() {
        return kind;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Returns its resident bytes. */
    long resident() throws IOException {
        return ProcessMemory.resident(pid());
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
