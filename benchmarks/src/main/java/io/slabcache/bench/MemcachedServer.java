package io.slabcache.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real memcached, started for a run and stopped after it. */
final class MemcachedServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/memcached");
    private static final int TRIES = 100;
    private static final int PAUSE_MILLIS = 50;

    private final Process process;
    private final int port;

    private MemcachedServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one and waits until it accepts. */
    static MemcachedServer start() throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException("memcached must be installed (apt-get install memcached): program=" + PROGRAM);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String number = Integer.toString(port);
        List<String> command = List.of(
                PROGRAM.toString(), "-t", "2", "-l", "127.0.0.1", "-p", number, "-U", "0", "-m", "256", "-u", "nobody");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        MemcachedServer server = new MemcachedServer(process, port);
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port));
                return server;
            } catch (IOException e) {
                // Not yet.
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        server.close();
        throw new IOException("memcached must start: command=" + command);
    }

    /** Returns the port on the loopback interface. */
    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
