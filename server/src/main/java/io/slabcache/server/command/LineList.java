package io.slabcache.server.command;

import io.slabcache.protocol.TextReply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Many lines, and {@code END}. */
final class LineList implements LongAnswer {
    /** So many lines are told before other connections of the thread have their turn. */
    private static final int LINES_PER_TURN = 512;

    private final Iterator<String> lines;
    private boolean done;

    /**
     * Begins an answer.
     *
     * @param lines without their ends, a character for each byte
     */
    LineList(Iterator<String> lines) {
        this.lines = lines;
    }

    @Override
    public Progress proceed(ByteBuffer in, Output out) {
        for (int told = 0; told < LINES_PER_TURN; told++) {
            if (out.isFull()) {
                return Progress.BLOCKED;
            }
            if (!lines.hasNext()) {
                done = true;
                TextCommands.answer(TextReply.END, out);
                return Progress.MORE;
            }
            byte[] line = lines.next().getBytes(StandardCharsets.ISO_8859_1);
            out.room(line.length + 2).put(line).put((byte) '\r').put((byte) '\n');
        }
        return Progress.PAUSED;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void close() {
        // lines hold nothing
    }
}
