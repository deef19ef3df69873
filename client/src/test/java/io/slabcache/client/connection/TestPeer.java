package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose every connection is served by a script on a thread of its own. */
final class TestPeer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();

    TestPeer(Script script) throws IOException {
        this(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), script);
    }

    TestPeer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        start("peer-accept", this::accept);
    }

    NodeAddress node() {
        return new NodeAddress("127.0.0.1", listener.getLocalPort());
    }

    /** Returns a node at this peer that is named otherwise than by its address. */
    NodeAddress node(String name) {
        return new NodeAddress(name, listener.getLocalPort());
    }

    int accepted() {
        return accepted.get();
    }

    /** What scripts have thrown while the peer was open. */
    List<Throwable> failures() {
        return failures;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                accepted.incrementAndGet();
                start("peer-connection", () -> serve(socket));
            } catch (IOException e) {
                record(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(socket);
        } catch (IOException | RuntimeException e) {
            record(e);
        }
    }

    private void record(Exception e) {
        if (!listener.isClosed()) {
            failures.add(e);
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** What is done with a connection, which is closed afterwards. */
    interface Script {
        void serve(Socket socket) throws IOException;
    }
}
