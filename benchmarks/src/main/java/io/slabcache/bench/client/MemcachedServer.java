package io.slabcache.bench.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real memcached, started for a run and stopped after it. */
public final class MemcachedServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/memcached");
    private static final int TRIES = 100;
    private static final int PAUSE_MILLIS = 50;

    private static final int MEGABYTES = 256;

    private final int port;
    private final int megabytes;
    private Process process;

    private MemcachedServer(int port, int megabytes) throws IOException, InterruptedException {
        this.port = port;
        this.megabytes = megabytes;
        this.process = launch(port, megabytes);
    }

    /** Starts one of modest size and waits until it accepts. */
    static MemcachedServer start() throws IOException, InterruptedException {
        return start(MEGABYTES);
    }

    /** Starts one that may hold so many megabytes of items and waits until it accepts. */
    public static MemcachedServer start(int megabytes) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException("memcached must be installed (apt-get install memcached): program=" + PROGRAM);
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            return new MemcachedServer(port, megabytes);
        }
    }

    private static Process launch(int port, int megabytes) throws IOException, InterruptedException {
        String number = Integer.toString(port);
        String room = Integer.toString(megabytes);
        List<String> command = List.of(
                PROGRAM.toString(), "-t", "2", "-l", "127.0.0.1", "-p", number, "-U", "0", "-m", room, "-u", "nobody");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return process;
            } catch (IOException e) {
                // Not yet.
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        process.destroyForcibly();
        throw new IOException("memcached must start: command=" + command);
    }

    /** Returns the port on the loopback interface. */
    public int port() {
        return port;
    }

    /** Returns the identifier of its process. */
    public long pid() {
        return process.pid();
    }

    /** Ends it at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again, empty, on the same port, after it was killed. */
    void restart() throws IOException, InterruptedException {
        process = launch(port, megabytes);
    }

    /** Stops it: the system accepts connections for it, and it answers nothing. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        List<String> command = List.of("/bin/kill", "-" + name, Long.toString(process.pid()));
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("the signal must be sent: command=" + command + ", code=" + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
