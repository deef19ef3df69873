package io.slabcache.client.testing;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.ResponseEncoder;
import io.slabcache.protocol.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What {@link FakeMemcached} does instead of answering a request. */
@FunctionalInterface
public interface Reaction {
    /** Between two pieces of an answer. */
    long PIECE_PAUSE_NANOS = 100_000;

    /** The answer that a well-behaved server gives. */
    Reaction NORMAL = Answer::sendRegular;

    /** No answer, ever. */
    Reaction SWALLOW = answer -> {};

    /** The end of the connection instead of an answer. */
    Reaction CLOSE = Answer::close;

    /** The end of the connection as the kernel of a crashed host makes it. */
    Reaction RESET = Answer::reset;

    /** An answer with a number that was never asked. */
    Reaction WRONG_OPAQUE = answer -> {
        ByteBuffer frame = ByteBuffer.wrap(answer.regular());
        frame.putInt(FrameLayout.OPAQUE_OFFSET, ~frame.getInt(FrameLayout.OPAQUE_OFFSET));
        answer.send(frame.array());
    };

    /** An answer to another opcode. */
    Reaction WRONG_OPCODE = answer -> {
        byte[] frame = answer.regular();
        frame[FrameLayout.OPCODE_OFFSET] ^= 0x08;
        answer.send(frame);
    };

    /** The answer twice. */
    Reaction TWICE = answer -> {
        answer.sendRegular();
        answer.sendRegular();
    };

    /** A body that is longer than anything that exists. */
    Reaction ENORMOUS_BODY = answer -> {
        ByteBuffer frame = ByteBuffer.wrap(answer.regular());
        frame.putInt(FrameLayout.BODY_LENGTH_OFFSET, -1);
        answer.send(frame.array());
    };

    /** A key that is longer than the body it is in. */
    Reaction KEY_BEYOND_BODY = answer -> {
        ByteBuffer frame = ByteBuffer.wrap(answer.regular());
        frame.putShort(FrameLayout.KEY_LENGTH_OFFSET, (short) -1);
        answer.send(frame.array());
    };

    /**
     * Answers.
     *
     * @param answer what there is to answer with
     * @throws IOException if the client is gone
     * @throws InterruptedException when the server is closed
     */
    void react(Answer answer) throws IOException, InterruptedException;

    /**
     * Answers with an error.
     *
     * @param status the error
     * @return the reaction
     */
    static Reaction error(Status status) {
        return answer -> {
            ByteBuffer out = ByteBuffer.allocate(256);
            ResponseEncoder.error(
                    out, answer.request().opcode().code(), answer.request().opaque(), status);
            answer.send(Arrays.copyOf(out.array(), out.position()));
        };
    }

    /**
     * Answers with a status that may be none.
     *
     * @param code on the wire
     * @return the reaction
     */
    static Reaction status(int code) {
        return answer -> {
            ByteBuffer out = ByteBuffer.allocate(FrameLayout.HEADER_LENGTH);
            out.put((byte) 0x81).put((byte) answer.request().opcode().code());
            out.putShort(FrameLayout.STATUS_OFFSET, (short) code);
            out.putInt(FrameLayout.OPAQUE_OFFSET, answer.request().opaque());
            answer.send(out.array());
        };
    }

    /**
     * Answers with a text, as to VERSION and in authentication.
     *
     * @param text the text, in ASCII
     * @return the reaction
     */
    static Reaction text(String text) {
        return answer -> {
            ByteBuffer out = ByteBuffer.allocate(256 + text.length());
            ResponseEncoder.text(
                    out,
                    answer.request().opcode(),
                    answer.request().opaque(),
                    text.getBytes(StandardCharsets.US_ASCII));
            answer.send(Arrays.copyOf(out.array(), out.position()));
        };
    }

    /**
     * Answers as usual once it is told to; all later requests of the connection wait too.
     *
     * @param latch as said
     * @return the reaction
     */
    static Reaction after(CountDownLatch latch) {
        return answer -> {
            latch.await();
            answer.sendRegular();
        };
    }

    /**
     * Sends the beginning of the answer and ends the connection.
     *
     * @param length how much of it
     * @return the reaction
     */
    static Reaction cutAfter(int length) {
        return answer -> {
            answer.send(Arrays.copyOf(answer.regular(), Math.min(length, answer.regular().length)));
            answer.close();
        };
    }

    /**
     * Sends the answer in pieces, each in a packet of its own as far as the kernel allows it.
     *
     * @param length of a piece
     * @return the reaction
     */
    static Reaction inPieces(int length) {
        return answer -> {
            byte[] whole = answer.regular();
            for (int from = 0; from < whole.length; from += length) {
                answer.send(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + length)));
                // Lets the reader come in between: bytes that have arrived together are read together.
                LockSupport.parkNanos(PIECE_PAUSE_NANOS);
            }
        };
    }

    /**
     * Sends the answer in two pieces.
     *
     * @param length of the first; an answer that is not longer is sent whole
     * @return the reaction
     */
    static Reaction splitAt(int length) {
        return answer -> {
            byte[] whole = answer.regular();
            if (whole.length <= length) {
                answer.send(whole);
                return;
            }
            answer.send(Arrays.copyOf(whole, length));
            LockSupport.parkNanos(PIECE_PAUSE_NANOS);
            answer.send(Arrays.copyOfRange(whole, length, whole.length));
        };
    }

    /**
     * Sends random bytes that are not the beginning of a response.
     *
     * @param seed of the random numbers
     * @param length how many
     * @return the reaction
     */
    static Reaction garbage(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        bytes[0] = 'E';
        return answer -> answer.send(bytes);
    }

    /**
     * Keeps answers back until there are some, then sends them in the reverse order.
     *
     * @param count how many
     * @return the reaction, to be given for each of the requests
     */
    static Reaction reversed(int count) {
        List<byte[]> kept = new ArrayList<>();
        return answer -> {
            synchronized (kept) {
                kept.add(answer.regular());
                if (kept.size() == count) {
                    for (int i = count - 1; i >= 0; i--) {
                        answer.send(kept.get(i));
                    }
                    kept.clear();
                }
            }
        };
    }

    /** A request, its regular answer and the connection. */
    final class Answer {
        private final FakeRequest request;
        private final byte[] regular;
        private final Socket socket;

        Answer(FakeRequest request, byte[] regular, Socket socket) {
            this.request = request;
            this.regular = regular;
            this.socket = socket;
        }

        /**
         * Returns the request.
         *
         * @return as it was received
         */
        public FakeRequest request() {
            return request;
        }

        /**
         * Returns the answer that a well-behaved server gives.
         *
         * @return a fresh array, empty if it gives none
         */
        public byte[] regular() {
            return regular.clone();
        }

        /**
         * Sends the answer that a well-behaved server gives.
         *
         * @throws IOException if the client is gone
         */
        public void sendRegular() throws IOException {
            send(regular);
        }

        /**
         * Sends bytes at once.
         *
         * @param bytes as said
         * @throws IOException if the client is gone
         */
        public void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /**
         * Ends the connection.
         *
         * @throws IOException if that fails
         */
        public void close() throws IOException {
            socket.close();
        }

        /**
         * Resets the connection.
         *
         * @throws IOException if that fails
         */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
