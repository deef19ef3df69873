package io.slabcache.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A blocking connection to a server that speaks the binary protocol, for what is not itself measured: filling, statistics, the
 * question which keys are there. Used by one thread.
 */
public final class BinaryConnection implements AutoCloseable {
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private ByteBuffer requests = ByteBuffer.allocate(BUFFER_SIZE);

    /** Connects to a server on the loopback interface. */
    public BinaryConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_SIZE));
        out = socket.getOutputStream();
    }

    /** Stores a value for ever; an error comes to light in {@link #awaitAll}. */
    public void setQuietly(byte[] key, byte[] value) throws IOException {
        makeRoom(FrameLayout.frameLength(FrameLayout.STORE_EXTRAS_LENGTH, key.length, value.length));
        RequestEncoder.store(requests, Opcode.SETQ, 0, 0, key, 0, 0, value);
    }

    /**
     * Asks for a key, for {@link #awaitHits}.
     *
     * @param number one from 0 on, by which it is told
     */
    public void getQuietly(int number, byte[] key) throws IOException {
        makeRoom(FrameLayout.frameLength(0, key.length, 0));
        RequestEncoder.get(requests, Opcode.GETQ, number, key);
    }

    private void makeRoom(int length) throws IOException {
        if (length > requests.capacity()) {
            flush();
            requests = ByteBuffer.allocate(length);
        } else if (length > requests.remaining()) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(requests.array(), 0, requests.position());
        requests.clear();
    }

    /** Waits until everything is done; it must have succeeded. */
    public void awaitAll() throws IOException {
        awaitHits();
    }

    /** Waits until everything is done and returns the numbers of the keys that were there. */
    public BitSet awaitHits() throws IOException {
        makeRoom(FrameLayout.HEADER_LENGTH);
        RequestEncoder.bare(requests, Opcode.NOOP, 0);
        flush();
        BitSet hits = new BitSet();
        while (true) {
            Answer answer = read();
            if (answer.opcode() == Opcode.NOOP.code()) {
                return hits;
            }
            if (answer.status() != 0) {
                throw new IOException("every request must succeed: status=" + answer.status() + ", text="
                        + new String(answer.body(), US_ASCII));
            }
            hits.set(answer.opaque());
        }
    }

    /** Returns the general statistics. */
    public Map<String, String> statistics() throws IOException {
        makeRoom(FrameLayout.HEADER_LENGTH);
        RequestEncoder.stat(requests, 0, new byte[0]);
        flush();
        Map<String, String> statistics = new HashMap<>();
        for (Answer answer = read(); answer.keyLength() > 0; answer = read()) {
            String text = new String(answer.body(), US_ASCII);
            statistics.put(text.substring(0, answer.keyLength()), text.substring(answer.keyLength()));
        }
        return statistics;
    }

    /** An answer; the body includes extras and key. */
    private record Answer(int opcode, int status, int keyLength, int opaque, byte[] body) {}

    private Answer read() throws IOException {
        byte[] header = new byte[FrameLayout.HEADER_LENGTH];
        in.readFully(header);
        ByteBuffer fields = ByteBuffer.wrap(header);
        byte[] body = new byte[fields.getInt(FrameLayout.BODY_LENGTH_OFFSET)];
        in.readFully(body);
        return new Answer(
                Byte.toUnsignedInt(fields.get(FrameLayout.OPCODE_OFFSET)),
                fields.getShort(FrameLayout.STATUS_OFFSET),
                fields.getShort(FrameLayout.KEY_LENGTH_OFFSET),
                fields.getInt(FrameLayout.OPAQUE_OFFSET),
                body);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
