package io.slabcache.protocol.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection over TCP. Behind what it sends it asks for a key that nobody else does, so that it knows when all is answered. A dump has
 * to end before: memcached loses what was sent behind the command.
 */
public final class SocketConnection implements Exchange.Connection, AutoCloseable {
    private static final byte[] ASKED = "mg :end: k\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWERED = "EN k:end:\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String DUMP = "lru_crawler metadump ";
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int CHUNK = 1 << 16;

    private final Socket socket = new Socket();

    /**
     * Connects.
     *
     * @param host the server's host
     * @param port its port
     * @throws IOException if nobody listens there
     */
    public SocketConnection(String host, int port) throws IOException {
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    @Override
    public Exchange.Answer exchange(byte[] sent) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        if (new String(sent, StandardCharsets.ISO_8859_1).startsWith(DUMP)) {
            socket.getOutputStream().write(sent);
            readToLineEnd(answer);
            socket.getOutputStream().write(ASKED);
        } else {
            byte[] whole = Arrays.copyOf(sent, sent.length + ASKED.length);
            System.arraycopy(ASKED, 0, whole, sent.length, ASKED.length);
            socket.getOutputStream().write(whole);
        }
        InputStream in = socket.getInputStream();
        byte[] chunk = new byte[CHUNK];
        while (true) {
            int length;
            try {
                length = in.read(chunk);
            } catch (SocketException e) {
                // closed while what was sent behind the last command was still on its way
                length = -1;
            }
            if (length < 0) {
                return new Exchange.Answer(answer.toByteArray(), true);
            }
            answer.write(chunk, 0, length);
            byte[] bytes = answer.toByteArray();
            int end = bytes.length - ANSWERED.length;
            if (end >= 0 && Arrays.equals(bytes, end, bytes.length, ANSWERED, 0, ANSWERED.length)) {
                return new Exchange.Answer(Arrays.copyOf(bytes, end), false);
            }
        }
    }

    /** Reads to the first line that ends in CR and LF, as those of a dump do not, save the last. */
    private void readToLineEnd(ByteArrayOutputStream answer) throws IOException {
        int last = 0;
        for (int next = socket.getInputStream().read();
                next >= 0;
                next = socket.getInputStream().read()) {
            answer.write(next);
            if (last == '\r' && next == '\n') {
                return;
            }
            last = next;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
