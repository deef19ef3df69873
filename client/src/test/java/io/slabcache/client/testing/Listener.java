package io.slabcache.client.testing;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Listens on 127.0.0.1 and runs a handler for each connection on a daemon thread of its own. May be closed and opened again
 * on the same port.
 */
final class Listener implements AutoCloseable {
    /** What is done with a connection. The socket is closed afterwards. */
    @FunctionalInterface
    interface Handler {
        void handle(Socket socket, int number) throws IOException, InterruptedException;
    }

    private static final int BACKLOG = 128;
    private static final long JOIN_MILLIS = 10_000;

    private final String name;
    private final Handler handler;
    private final int port;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    /** Not null while it listens. Guarded by this. */
    private @Nullable ServerSocket serverSocket;

    /** Accepts on that socket. Guarded by this. */
    private @Nullable Thread acceptThread;

    Listener(String name, Handler handler) {
        this.name = name;
        this.handler = handler;
        this.port = RealMemcached.freePort();
        listen();
    }

    NodeAddress address() {
        return new NodeAddress("127.0.0.1", port);
    }

    /** The number of connections accepted so far. */
    int accepted() {
        return accepted.get();
    }

    /** The number of connections that are open on this side. */
    int open() {
        return open.size();
    }

    /** Listens again. Does nothing if it does. */
    synchronized void listen() {
        if (serverSocket != null) {
            return;
        }
        try {
            ServerSocket opened = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
            serverSocket = opened;
            acceptThread = startThread(name + "-accept", () -> accept(opened));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses connections from now on; those there are stay. */
    synchronized void refuse() {
        ServerSocket closing = serverSocket;
        serverSocket = null;
        if (closing != null) {
            closeQuietly(closing);
        }
        Thread accepting = acceptThread;
        acceptThread = null;
        if (accepting != null) {
            // While it is in the system call the kernel goes on accepting.
            join(accepting);
        }
    }

    /** Ends all connections. */
    void disconnect() {
        for (Socket socket : open) {
            closeQuietly(socket);
        }
    }

    @Override
    public void close() {
        refuse();
        disconnect();
        List<Thread> left = new ArrayList<>();
        for (Thread thread : threads) {
            // A connection may have been accepted meanwhile.
            disconnect();
            thread.interrupt();
            join(thread);
            if (thread.isAlive()) {
                left.add(thread);
            }
        }
        if (!left.isEmpty() && !Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("threads must end when the listener is closed: threads=" + left);
        }
    }

    Thread startThread(String threadName, Runnable task) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        threads.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // It is being given up; there is nothing to do about it.
            assert e != null;
        }
    }

    private void accept(ServerSocket acceptor) {
        while (!acceptor.isClosed()) {
            try {
                Socket socket = acceptor.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                int number = accepted.getAndIncrement();
                startThread(name + "-" + number, () -> serve(socket, number));
            } catch (IOException e) {
                if (!acceptor.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket, int number) {
        try {
            handler.handle(socket, number);
        } catch (IOException e) {
            // The peer is gone, or the listener was closed: both are ways in which a conversation ends.
            assert e != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(socket);
            open.remove(socket);
        }
    }
}
