package io.slabcache.client.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slabcache.client.NodeAddress;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A server that says what a test tells it to say. Each connection runs a script, the first one the first script and so on,
 * all further ones the last. What a script did not expect makes {@link #close} fail.
 */
public final class ScriptedServer implements AutoCloseable {
    /** What the server does with one connection, which is closed at the end. */
    @FunctionalInterface
    public interface Script {
        /**
         * Speaks with the client.
         *
         * @param conversation the connection
         * @throws IOException when the client is gone, which ends the conversation
         * @throws InterruptedException when the server is closed
         */
        void run(Conversation conversation) throws IOException, InterruptedException;
    }

    private final List<Script> scripts;
    private final Queue<AssertionError> surprises = new ConcurrentLinkedQueue<>();
    private final Listener listener;

    private ScriptedServer(List<Script> scripts) {
        this.scripts = scripts;
        this.listener = new Listener("scripted", this::converse);
    }

    /**
     * Starts a server.
     *
     * @param scripts at least one
     * @return a listening server, to be closed
     */
    public static ScriptedServer start(Script... scripts) {
        return new ScriptedServer(List.of(scripts));
    }

    /**
     * Returns where the server listens.
     *
     * @return the address
     */
    public NodeAddress address() {
        return listener.address();
    }

    /**
     * Returns how many connections there were.
     *
     * @return those accepted so far
     */
    public int accepted() {
        return listener.accepted();
    }

    /**
     * Returns how many connections there are.
     *
     * @return those whose script has not ended
     */
    public int open() {
        return listener.open();
    }

    /** Refuses connections from now on; those there are stay. */
    public void refuse() {
        listener.refuse();
    }

    /** Listens again, on the same port. */
    public void listen() {
        listener.listen();
    }

    /** Ends all connections. */
    public void disconnect() {
        listener.disconnect();
    }

    /** Ends the server; fails if a script met what it did not expect. */
    @Override
    public void close() {
        listener.close();
        AssertionError first = surprises.poll();
        if (first != null) {
            surprises.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void converse(Socket socket, int number) throws IOException, InterruptedException {
        try {
            scripts.get(Math.min(number, scripts.size() - 1)).run(new Conversation(socket, number));
        } catch (AssertionError e) {
            surprises.add(e);
        }
    }

    /** One connection as its script sees it. */
    public static final class Conversation {
        private static final int HEADER_LENGTH = 24;
        private static final int BODY_LENGTH_OFFSET = 8;
        private static final int MAX_BODY_LENGTH = 256 * 1024 * 1024;

        private final Socket socket;
        private final int number;

        Conversation(Socket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        /**
         * Returns the connection's number.
         *
         * @return 0 for the server's first
         */
        public int number() {
            return number;
        }

        /**
         * Receives exactly these bytes.
         *
         * @param bytes as said
         * @throws IOException if the client is gone
         */
        public void expect(byte[] bytes) throws IOException {
            byte[] received = read(bytes.length);
            if (!Arrays.equals(received, bytes)) {
                throw new AssertionError("the client must send what is expected: expected="
                        + HexFormat.of().formatHex(bytes) + ", received="
                        + HexFormat.of().formatHex(received));
            }
        }

        /**
         * Receives exactly this text.
         *
         * @param text of characters below 256
         * @throws IOException if the client is gone
         */
        public void expect(String text) throws IOException {
            expect(text.getBytes(ISO_8859_1));
        }

        /**
         * Receives a line.
         *
         * @return the line with its end
         * @throws IOException if the client is gone
         */
        public String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int last;
            do {
                last = socket.getInputStream().read();
                if (last < 0) {
                    throw new EOFException("the client is gone in mid-line: line=" + line);
                }
                line.write(last);
            } while (last != '\n');
            return line.toString(ISO_8859_1);
        }

        /**
         * Receives a number of bytes, whatever they are.
         *
         * @param length how many
         * @return the bytes
         * @throws IOException if the client is gone
         */
        public byte[] read(int length) throws IOException {
            byte[] bytes = socket.getInputStream().readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the client is gone: received=" + bytes.length + ", expected=" + length);
            }
            return bytes;
        }

        /**
         * Receives a binary frame.
         *
         * @return header and body
         * @throws IOException if the client is gone
         */
        public byte[] readFrame() throws IOException {
            byte[] header = read(HEADER_LENGTH);
            long bodyLength = 0;
            for (int i = BODY_LENGTH_OFFSET; i < BODY_LENGTH_OFFSET + Integer.BYTES; i++) {
                bodyLength = bodyLength << Byte.SIZE | Byte.toUnsignedInt(header[i]);
            }
            if (header[0] != (byte) 0x80 || bodyLength > MAX_BODY_LENGTH) {
                throw new AssertionError("the client must send a request: header="
                        + HexFormat.of().formatHex(header));
            }
            byte[] frame = Arrays.copyOf(header, HEADER_LENGTH + (int) bodyLength);
            System.arraycopy(read((int) bodyLength), 0, frame, HEADER_LENGTH, (int) bodyLength);
            return frame;
        }

        /**
         * Sends bytes, whole answers or pieces of them, at once.
         *
         * @param bytes as said
         * @throws IOException if the client is gone
         */
        public void answer(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /**
         * Sends text.
         *
         * @param text of characters below 256
         * @throws IOException if the client is gone
         */
        public void answer(String text) throws IOException {
            answer(text.getBytes(ISO_8859_1));
        }

        /**
         * Sends random bytes that are not the beginning of a response.
         *
         * @param seed of the random numbers
         * @param length how many
         * @throws IOException if the client is gone
         */
        public void garbage(long seed, int length) throws IOException {
            byte[] bytes = new byte[length];
            new Random(seed).nextBytes(bytes);
            if (length > 0 && bytes[0] == (byte) 0x81) {
                bytes[0] = 0;
            }
            answer(bytes);
        }

        /**
         * Waits until it is told to go on.
         *
         * @param latch as said
         * @throws InterruptedException when the server is closed
         */
        public void await(CountDownLatch latch) throws InterruptedException {
            latch.await();
        }

        /**
         * Reads and never answers, until the client goes.
         *
         * @throws IOException if the connection breaks
         */
        public void neverAnswer() throws IOException {
            InputStream in = socket.getInputStream();
            byte[] sink = new byte[8192];
            int length;
            do {
                length = in.read(sink);
            } while (length >= 0);
        }

        /**
         * Closes the connection as usual.
         *
         * @throws IOException if that fails
         */
        public void close() throws IOException {
            socket.close();
        }

        /**
         * Resets the connection, as the kernel of a crashed host does.
         *
         * @throws IOException if that fails
         */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
