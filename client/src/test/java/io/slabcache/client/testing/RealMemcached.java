package io.slabcache.client.testing;

import io.slabcache.client.NodeAddress;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Debian's memcached as a process of its own, on 127.0.0.1 and a free port. Where it is not installed the test that wants
 * it is skipped, see {@link Installed}. The process ends with this virtual machine, however that ends.
 *
 * <p>Used by one thread at a time.
 */
public final class RealMemcached implements AutoCloseable {
    /* Implementation notes

    Ports. A port out of the range that the kernel gives to outgoing connections, because a stopped server's port must
    be free when it comes back, and because a client that tries a closed port of that range again and again ends up
    connected to itself. Two processes that choose the same port at the same time: the second fails and chooses again.

    Ends with the virtual machine. A guard process reads from a pipe whose other end is held here; when that end is
    closed, by whatever ended the virtual machine, the guard kills the server. A shutdown hook would not outlive SIGKILL. */

    private static final String LOCALHOST = "127.0.0.1";
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 12_000;
    private static final int ATTEMPTS = 20;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int CONNECT_TIMEOUT_MILLIS = 1000;

    /** A VERSION request, which is answered before authentication too. */
    private static final byte[] VERSION_REQUEST = {
        (byte) 0x80, 0x0b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private final Path program;
    private final String host;
    private final int port;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final Path outputFile;
    private @Nullable Process process;
    private @Nullable Process guard;

    private RealMemcached(
            Path program,
            String host,
            int port,
            List<String> arguments,
            Map<String, String> environment,
            Path outputFile) {
        this.program = program;
        this.host = host;
        this.port = port;
        this.arguments = arguments;
        this.environment = environment;
        this.outputFile = outputFile;
    }

    /** Skips the calling test, or fails it in continuous integration, where memcached is not installed. */
    public static void requireInstalled() {
        program();
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param arguments behind the address, the port, the user and two threads, over which they take precedence
     * @return a running server, to be closed
     * @throws org.opentest4j.TestAbortedException if memcached is not installed
     */
    public static RealMemcached start(String... arguments) {
        return start(Map.of(), arguments);
    }

    /**
     * Starts a server with more environment variables than this process has, and waits until it answers.
     *
     * @param environment the variables
     * @param arguments as in {@link #start(String...)}
     * @return a running server, to be closed
     * @throws org.opentest4j.TestAbortedException if memcached is not installed
     */
    public static RealMemcached start(Map<String, String> environment, String... arguments) {
        Path program = program();
        IllegalStateException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RealMemcached server = new RealMemcached(
                    program, LOCALHOST, freePort(), List.of(arguments), Map.copyOf(environment), newOutputFile());
            try {
                server.launch();
                return server;
            } catch (IllegalStateException e) {
                server.close();
                if (!String.valueOf(e.getMessage()).contains("ddress already in use")) {
                    throw e;
                }
                last = e;
            }
        }
        throw new IllegalStateException("no port is free: attempts=" + ATTEMPTS, last);
    }

    private static Path program() {
        return Installed.command("memcached", "memcached");
    }

    /**
     * Starts a server at an address and waits until it answers.
     *
     * @param address a number of this machine, as 127.0.0.2, and a port that is free there
     * @param arguments as for {@link #start}
     * @return a running server, to be closed
     */
    public static RealMemcached startAt(NodeAddress address, String... arguments) {
        RealMemcached server = new RealMemcached(
                program(), address.host(), address.port(), List.of(arguments), Map.of(), newOutputFile());
        try {
            server.launch();
            return server;
        } catch (IllegalStateException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Finds a port on 127.0.0.1 that nobody listens at now and that the kernel gives to no outgoing connection.
     *
     * @return the port
     */
    public static int freePort() {
        for (int attempt = 0; attempt < PORTS; attempt++) {
            int candidate = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no port is free: first=" + FIRST_PORT + ", ports=" + PORTS);
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns where the server listens.
     *
     * @return the address
     */
    public NodeAddress address() {
        return new NodeAddress(host, port);
    }

    /**
     * Returns the port.
     *
     * @return the port, the same over restarts
     */
    public int port() {
        return port;
    }

    /**
     * Returns the process id.
     *
     * @return the id of the running process
     */
    public long pid() {
        return running().pid();
    }

    /**
     * Tells whether the process is there; a suspended one is.
     *
     * @return true if it is
     */
    public boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /**
     * Returns what the processes so far have written.
     *
     * @return for failure messages
     */
    public String output() {
        try {
            return Files.exists(outputFile) ? Files.readString(outputFile) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the server as an administrator does, and waits for that. Does nothing if there is none. */
    public void stop() {
        end(false);
    }

    /** Kills the server (SIGKILL), and waits for that. Does nothing if there is none. */
    public void kill() {
        end(true);
    }

    /** Suspends the server (SIGSTOP): it accepts connections and never answers. */
    public void suspend() {
        signal("STOP");
        // The signal is sent, not taken: until then a thread of the server may still answer.
        long start = System.nanoTime();
        while (!isStopped()) {
            if (System.nanoTime() - start > STOP_TIMEOUT.toNanos()) {
                throw new IllegalStateException("memcached must stop: port=" + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Tells whether every thread of the process is stopped, as Linux says. */
    private boolean isStopped() {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            return threads.allMatch(thread -> {
                String status = readStatus(thread.resolve("stat"));
                return status.startsWith(" T", status.lastIndexOf(')') + 1);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readStatus(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the server go on (SIGCONT). */
    public void resume() {
        signal("CONT");
    }

    /** Ends the server if it runs, starts it anew, empty, on the same port, and waits until it answers. */
    public void restart() {
        kill();
        launch();
    }

    /** Kills the server. */
    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(outputFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "RealMemcached[port=" + port + ", arguments=" + arguments + "]";
    }

    private void launch() {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "-l",
                host,
                "-p",
                Integer.toString(port),
                "-u",
                System.getProperty("user.name"),
                "-t",
                "2"));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile.toFile()));
            builder.environment().putAll(environment);
            Process started = builder.start();
            process = started;
            guard = new ProcessBuilder("sh", "-c", "read line; kill -9 \"$0\"", Long.toString(started.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            kill();
            throw new UncheckedIOException(e);
        }
        long start = System.nanoTime();
        while (!answers()) {
            if (!isRunning() || System.nanoTime() - start > START_TIMEOUT.toNanos()) {
                String output = output();
                boolean ran = isRunning();
                kill();
                throw new IllegalStateException(
                        "memcached must answer: command=" + command + ", running=" + ran + ", output=" + output);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** Asks for the version. A server with TLS is there when it accepts. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MILLIS);
            if (arguments.contains("-Z") || arguments.contains("--enable-ssl")) {
                return isRunning();
            }
            socket.setSoTimeout(CONNECT_TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(VERSION_REQUEST);
            InputStream in = socket.getInputStream();
            // Somebody else may have taken the port: then this process cannot run.
            return in.read() == 0x81 && isRunning();
        } catch (IOException e) {
            return false;
        }
    }

    private void end(boolean forcibly) {
        Process ending = process;
        if (ending != null) {
            try {
                if (forcibly) {
                    ending.destroyForcibly();
                } else {
                    ending.destroy();
                }
                if (!ending.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                    ending.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                ending.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        process = null;
        // After the server, so that nothing is left if this virtual machine ends in between.
        Process guarding = guard;
        if (guarding != null) {
            guarding.destroyForcibly();
        }
        guard = null;
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(running().pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int exitCode = kill.waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("the signal must arrive: signal=" + name + ", exitCode=" + exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a signal was sent: signal=" + name, e);
        }
    }

    private Process running() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException("memcached must be running: port=" + port + ", output=" + output());
        }
        return current;
    }

    private static Path newOutputFile() {
        try {
            return Files.createTempFile("memcached", ".txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
