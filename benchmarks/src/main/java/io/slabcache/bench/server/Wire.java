package io.slabcache.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** A protocol as the load speaks it: gets of keys that are there and sets, all values of one length. */
enum Wire {
    BINARY {
        @Override
        byte[] get(byte[] key) {
            ByteBuffer frame = ByteBuffer.allocate(FrameLayout.frameLength(0, key.length, 0));
            RequestEncoder.get(frame, Opcode.GET, 0, key);
            return frame.array();
        }

        @Override
        byte[] set(byte[] key, byte[] value) {
            ByteBuffer frame = ByteBuffer.allocate(
                    FrameLayout.frameLength(FrameLayout.STORE_EXTRAS_LENGTH, key.length, value.length));
            RequestEncoder.store(frame, Opcode.SET, 0, 0, key, 0, 0, value);
            return frame.array();
        }

        @Override
        int hitLength(int keyLength, int valueLength) {
            return FrameLayout.HEADER_LENGTH + FrameLayout.FLAGS_LENGTH + valueLength;
        }

        @Override
        int storedLength() {
            return FrameLayout.HEADER_LENGTH;
        }

        @Override
        int leastLength() {
            return FrameLayout.HEADER_LENGTH;
        }

        @Override
        boolean isWell(ByteBuffer in, int position, int length) {
            return in.getShort(position + FrameLayout.STATUS_OFFSET) == 0
                    && in.getInt(position + FrameLayout.BODY_LENGTH_OFFSET) == length - FrameLayout.HEADER_LENGTH;
        }

        @Override
        byte[] greeting() {
            ByteBuffer frame = ByteBuffer.allocate(FrameLayout.HEADER_LENGTH);
            RequestEncoder.bare(frame, Opcode.VERSION, 0);
            return frame.array();
        }
    },
    TEXT {
        @Override
        byte[] get(byte[] key) {
            return ("get " + new String(key, US_ASCII) + "\r\n").getBytes(US_ASCII);
        }

        @Override
        byte[] set(byte[] key, byte[] value) {
            String head = "set " + new String(key, US_ASCII) + " 0 0 " + value.length + "\r\n";
            return ByteBuffer.allocate(head.length() + value.length + 2)
                    .put(head.getBytes(US_ASCII))
                    .put(value)
                    .put(LINE_END)
                    .array();
        }

        @Override
        int hitLength(int keyLength, int valueLength) {
            return "VALUE ".length()
                    + keyLength
                    + " 0 ".length()
                    + Integer.toString(valueLength).length()
                    + LINE_END.length
                    + valueLength
                    + LINE_END.length
                    + "END\r\n".length();
        }

        @Override
        int storedLength() {
            return "STORED\r\n".length();
        }

        @Override
        int leastLength() {
            return 1;
        }

        @Override
        boolean isWell(ByteBuffer in, int position, int length) {
            return in.get(position) == (length == storedLength() ? 'S' : 'V');
        }

        @Override
        byte[] greeting() {
            return "version\r\n".getBytes(US_ASCII);
        }
    };

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int SHOWN_LENGTH = 64;

    /** Returns the name, as figures have it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns a request for a key. */
    abstract byte[] get(byte[] key);

    /** Returns a request to store a value for ever, with client flags of 0. */
    abstract byte[] set(byte[] key, byte[] value);

    /** Returns the length of the answer to a get that finds such a value. */
    abstract int hitLength(int keyLength, int valueLength);

    /** Returns the length of the answer to a set that stores. */
    abstract int storedLength();

    /** Returns how many bytes tell whether an answer is a good one. */
    abstract int leastLength();

    /** Returns whether an answer begins as one that is as long as it must be. */
    abstract boolean isWell(ByteBuffer in, int position, int length);

    /** Returns a request that any server answers that speaks the protocol. */
    abstract byte[] greeting();

    /**
     * Returns the length of the answer at a position, -1 if not all of it is there yet.
     *
     * @throws IOException if it is not what it must be
     */
    int answerLength(ByteBuffer in, int position, int expectedLength) throws IOException {
        int there = in.position() - position;
        if (there < leastLength()) {
            return -1;
        }
        if (!isWell(in, position, expectedLength)) {
            byte[] found = new byte[Math.min(SHOWN_LENGTH, there)];
            in.get(position, found);
            throw new IOException("a get must find its value and a set store it: wire=" + this + ", answer="
                    + new String(found, US_ASCII));
        }
        return there < expectedLength ? -1 : expectedLength;
    }
}
