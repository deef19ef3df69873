package io.slabcache.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers line by line.
 *
 * <p>A line ends with LF; CR and blanks before it do not belong to it. {@link #decode} consumes whole lines only and keeps nothing of an
 * incomplete one, so the buffer may be compacted or replaced by a larger one between calls. {@link #text} holds until the buffer
 * changes.
 *
 * <p>A decoder serves one connection and is not thread-safe.
 */
public final class TextAnswerDecoder {
    /** The longest text that {@link #text} returns, in characters. */
    public static final int MAX_TEXT_LENGTH = 256;

    private static final int NOT_FOUND = -1;

    private final int maxLineLength;
    private @Nullable ByteBuffer buffer;
    private TextAnswer answer = TextAnswer.UNKNOWN;
    private int begin;
    private int end;

    /**
     * Creates a decoder.
     *
     * @param maxLineLength the longest line to accept in bytes, line end included; a longer one is malformed
     */
    public TextAnswerDecoder(int maxLineLength) {
        if (maxLineLength < 2) {
            throw new IllegalArgumentException("maxLineLength must be at least 2: maxLineLength=" + maxLineLength);
        }
        this.maxLineLength = maxLineLength;
    }

    /**
     * Consumes one line, if there is a whole one.
     *
     * @param in the bytes from position to limit; the position is moved behind the line
     * @return true if there was a line
     * @throws MalformedFrameException if the line is longer than the limit
     */
    public boolean decode(ByteBuffer in) {
        buffer = null;
        int start = in.position();
        int lineEnd = indexOfLineFeed(in);
        if (lineEnd == NOT_FOUND) {
            return false;
        }
        begin = start;
        end = trimmedEnd(in, start, lineEnd);
        answer = TextAnswer.of(in, begin, end);
        buffer = in;
        in.position(lineEnd + 1);
        return true;
    }

    private int indexOfLineFeed(ByteBuffer in) {
        int start = in.position();
        int searchEnd = (int) Math.min((long) start + maxLineLength, in.limit());
        for (int i = start; i < searchEnd; i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        if (searchEnd - start >= maxLineLength) {
            throw new MalformedFrameException(
                    "line must end within the limit: maxLineLength=" + maxLineLength + ", available=" + in.remaining());
        }
        return NOT_FOUND;
    }

    private static int trimmedEnd(ByteBuffer in, int begin, int lineEnd) {
        int i = lineEnd;
        if (i > begin && in.get(i - 1) == '\r') {
            i--;
        }
        while (i > begin && in.get(i - 1) == ' ') {
            i--;
        }
        return i;
    }

    /**
     * Returns the kind of the line last read.
     *
     * @return the kind
     * @throws IllegalStateException if the last {@link #decode} has not found a line
     */
    public TextAnswer answer() {
        requireLine();
        return answer;
    }

    /**
     * Returns what the line says behind its first word, of a line of an unknown kind all of it. What is not printable ASCII becomes a
     * question mark, what exceeds {@link #MAX_TEXT_LENGTH} is left out.
     *
     * @return the text, empty if there is none
     * @throws IllegalStateException if the last {@link #decode} has not found a line
     */
    public String text() {
        ByteBuffer in = requireLine();
        int offset = textOffset();
        return printable(in, offset, Math.min(end - offset, MAX_TEXT_LENGTH));
    }

    /** Returns where the text behind the first word begins. */
    int textOffset() {
        ByteBuffer in = requireLine();
        int offset = begin + answer.wordLength(in, begin, end);
        while (offset < end && in.get(offset) == ' ') {
            offset++;
        }
        return offset;
    }

    /** Returns where the line begins. */
    int lineOffset() {
        requireLine();
        return begin;
    }

    /** Returns where the line ends, CR, LF and blanks before them excluded. */
    int lineEndOffset() {
        requireLine();
        return end;
    }

    private ByteBuffer requireLine() {
        ByteBuffer in = buffer;
        if (in == null) {
            throw new IllegalStateException("a line must have been decoded: answer=" + answer);
        }
        return in;
    }

    /** Copies bytes into a string that can be shown and logged. */
    static String printable(ByteBuffer in, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            byte b = in.get(offset + i);
            text.append(b >= ' ' && b <= '~' ? (char) b : '?');
        }
        return text.toString();
    }
}
