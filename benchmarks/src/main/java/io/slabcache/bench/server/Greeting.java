package io.slabcache.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Asks a server for its version. */
final class Greeting {
    private static final int PATIENCE_MILLIS = 2000;

    private Greeting() {}

    /** Returns whether anything comes back. */
    static boolean isAnswered(int port, Wire wire) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(wire.greeting());
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            // Nobody there yet, or somebody who does not speak it.
            return false;
        }
    }
}
