package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers to text commands, classic and meta, as a client receives them.
 *
 * <pre>
 *   decode ──► line ──► REPLY | COUNTER | META | WORDS ──► line ...
 *                 ├───► VALUE_HEAD | META_VALUE_HEAD ──► DATA ──► DATA ... ──► DATA_END ──► line ...
 *                 └───► MalformedFrameException: the connection is out of step
 * </pre>
 *
 * <p>{@link #decode} moves the buffer's position behind what it tells of and keeps nothing of what is incomplete. Offsets are absolute
 * indexes into the decoded buffer; they and the fields hold until the buffer changes or {@link #decode} is called again. A value is
 * handed out in the pieces in which it arrives.
 *
 * <p>A decoder serves one connection and is not thread-safe. It allocates nothing, save in the methods that return an array or a text.
 */
public final class TextResponseDecoder {
    /** The longest line to accept, its end included: statistics may be long, answers are not. */
    public static final int MAX_LINE_LENGTH = 4096;

    private static final String VALUE = "VALUE";
    private static final String ERROR = "ERROR";
    private static final String CLIENT_ERROR = "CLIENT_ERROR";
    private static final String SERVER_ERROR = "SERVER_ERROR";
    private static final int LINE_END_LENGTH = 2;
    private static final TextReply[] REPLIES = TextReply.values();
    private static final MetaStatus[] STATUSES = MetaStatus.values();

    private final int maxValueLength;
    private final TextLine line = new TextLine();
    private final TextNumber number = new TextNumber();

    private TextResponseState state = TextResponseState.INCOMPLETE;
    private @Nullable ByteBuffer buffer;
    private @Nullable TextReply reply;
    private @Nullable MetaStatus status;
    private boolean error;
    private int begin;
    private int end;
    private boolean inValue;
    private int remaining;
    private int clientFlags;
    private int valueLength;
    private boolean hasCasToken;
    private long casToken;
    private long counter;
    private int pieceOffset;
    private int pieceLength;
    private int scanned;

    /**
     * Creates a decoder.
     *
     * @param maxValueLength the longest value to accept in bytes; a longer one is malformed
     */
    public TextResponseDecoder(int maxValueLength) {
        if (maxValueLength < 0 || maxValueLength > Integer.MAX_VALUE - LINE_END_LENGTH) {
            throw new IllegalArgumentException("maxValueLength must be within its range: maxValueLength="
                    + maxValueLength + ", greatest=" + (Integer.MAX_VALUE - LINE_END_LENGTH));
        }
        this.maxValueLength = maxValueLength;
    }

    /**
     * Reads on.
     *
     * @param in the bytes from position to limit, the first of them where the last call left the position
     * @return what was found; {@link TextResponseState#INCOMPLETE} if more bytes must come first
     * @throws MalformedFrameException if the bytes are no answer
     */
    public TextResponseState decode(ByteBuffer in) {
        buffer = in;
        pieceLength = 0;
        state = TextResponseState.INCOMPLETE;
        state = inValue ? decodeValue(in) : decodeLine(in);
        return state;
    }

    private TextResponseState decodeLine(ByteBuffer in) {
        int start = in.position();
        int limit = Math.min(in.limit(), start + MAX_LINE_LENGTH);
        int lineFeed = start + scanned;
        while (lineFeed < limit && in.get(lineFeed) != '\n') {
            lineFeed++;
        }
        if (lineFeed == limit) {
            scanned = limit - start;
            if (scanned == MAX_LINE_LENGTH) {
                throw new MalformedFrameException(
                        "line must end within the limit: maxLineLength=" + MAX_LINE_LENGTH + ", available=" + scanned);
            }
            return TextResponseState.INCOMPLETE;
        }
        scanned = 0;
        begin = start;
        end = lineFeed > start && in.get(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
        in.position(lineFeed + 1);
        line.split(in, begin, end);
        return classify(in);
    }

    private TextResponseState classify(ByteBuffer in) {
        reply = null;
        status = null;
        error = false;
        if (line.count() == 0) {
            throw malformed("line must not be empty", in);
        }
        if (line.is(in, 0, VALUE)) {
            return readValueHead(in);
        }
        for (MetaStatus each : STATUSES) {
            if (line.is(in, 0, each.word())) {
                status = each;
                return each == MetaStatus.VALUE ? readMetaValueHead(in) : TextResponseState.META;
            }
        }
        for (TextReply each : REPLIES) {
            if (TextLine.matches(in, begin, end, each.text())) {
                reply = each;
                error = each.isError();
                return TextResponseState.REPLY;
            }
        }
        if (isError(in, ERROR) || isError(in, CLIENT_ERROR) || isError(in, SERVER_ERROR)) {
            error = true;
            return TextResponseState.REPLY;
        }
        byte first = in.get(begin);
        if (line.count() == 1 && first >= '0' && first <= '9') {
            if (!number.readUnsigned(in, begin, end)) {
                throw malformed("counter must be an unsigned number of 64 bits", in);
            }
            counter = number.value();
            return TextResponseState.COUNTER;
        }
        return TextResponseState.WORDS;
    }

    private boolean isError(ByteBuffer in, String word) {
        return line.is(in, 0, word)
                || (line.length(0) == word.length() + 1
                        && TextLine.startsWith(in, line.begin(0), line.end(0), word)
                        && in.get(line.end(0) - 1) == ':');
    }

    private TextResponseState readValueHead(ByteBuffer in) {
        int words = line.count();
        if (words < 4 || words > 5 || !number.readUnsigned(in, line.begin(2), line.end(2))) {
            throw malformed("head of a value must have key, client flags and length", in);
        }
        clientFlags = (int) number.value();
        hasCasToken = words == 5;
        beginValue(in, 3);
        if (hasCasToken) {
            if (!number.readUnsigned(in, line.begin(4), line.end(4))) {
                throw malformed("token must be an unsigned number", in);
            }
            casToken = number.value();
        }
        inValue = true;
        return TextResponseState.VALUE_HEAD;
    }

    private TextResponseState readMetaValueHead(ByteBuffer in) {
        if (line.count() < 2) {
            throw malformed("head of a value must have its length", in);
        }
        beginValue(in, 1);
        inValue = true;
        return TextResponseState.META_VALUE_HEAD;
    }

    private void beginValue(ByteBuffer in, int word) {
        if (!number.readUnsigned(in, line.begin(word), line.end(word))
                || number.value() < 0
                || number.value() > maxValueLength) {
            throw malformed("length of a value must be within the limit: maxValueLength=" + maxValueLength, in);
        }
        valueLength = (int) number.value();
        remaining = valueLength;
    }

    private TextResponseState decodeValue(ByteBuffer in) {
        if (remaining > 0) {
            pieceOffset = in.position();
            pieceLength = Math.min(remaining, in.remaining());
            remaining -= pieceLength;
            in.position(pieceOffset + pieceLength);
            return pieceLength == 0 ? TextResponseState.INCOMPLETE : TextResponseState.DATA;
        }
        if (in.remaining() < LINE_END_LENGTH) {
            return TextResponseState.INCOMPLETE;
        }
        begin = in.position();
        end = begin + LINE_END_LENGTH;
        if (in.get(begin) != '\r' || in.get(begin + 1) != '\n') {
            throw malformed("value must end with a line end", in);
        }
        in.position(end);
        inValue = false;
        return TextResponseState.DATA_END;
    }

    private MalformedFrameException malformed(String rule, ByteBuffer in) {
        int length = Math.min(end - begin, TextAnswerDecoder.MAX_TEXT_LENGTH);
        return new MalformedFrameException(rule + ": text=" + TextAnswerDecoder.printable(in, begin, length));
    }

    /**
     * Returns what the last {@link #decode} has found.
     *
     * @return the state
     */
    public TextResponseState state() {
        return state;
    }

    /**
     * Returns the answer of fixed wording.
     *
     * @return the answer, or null if it is an error with other words, or none of fixed wording
     */
    public @Nullable TextReply reply() {
        return reply;
    }

    /**
     * Tells whether the line is an error, known or not.
     *
     * @return true for ERROR, CLIENT_ERROR and SERVER_ERROR
     */
    public boolean isError() {
        return error;
    }

    /**
     * Returns the first word of a meta answer.
     *
     * @return the status, or null if the line is no meta answer
     */
    public @Nullable MetaStatus status() {
        return status;
    }

    /**
     * Returns the line. What is not printable ASCII becomes a question mark, what exceeds {@link TextAnswerDecoder#MAX_TEXT_LENGTH} is left
     * out.
     *
     * @return the text, for logs, and for lines of words
     * @throws IllegalStateException if the last {@link #decode} has not found a line
     */
    public String text() {
        ByteBuffer in = requireLine();
        return TextAnswerDecoder.printable(in, begin, Math.min(end - begin, TextAnswerDecoder.MAX_TEXT_LENGTH));
    }

    /**
     * Returns what a counter became.
     *
     * @return an unsigned number
     */
    public long counter() {
        return counter;
    }

    /**
     * Copies the key of an item of a classic retrieval.
     *
     * @return the key
     * @throws IllegalStateException if the last {@link #decode} has not found the head of such an item
     */
    public byte[] copyKey() {
        if (state != TextResponseState.VALUE_HEAD) {
            throw new IllegalStateException("the head of a value must have been decoded: state=" + state);
        }
        byte[] key = new byte[line.length(1)];
        requireLine().get(line.begin(1), key);
        return key;
    }

    /**
     * Returns the client flags of an item of a classic retrieval.
     *
     * @return 32 bits
     */
    public int clientFlags() {
        return clientFlags;
    }

    /**
     * Returns the length of the value that follows.
     *
     * @return bytes
     */
    public int valueLength() {
        return valueLength;
    }

    /**
     * Tells whether an item of a classic retrieval has its CAS token with it.
     *
     * @return true after {@code gets} and {@code gats}
     */
    public boolean hasCasToken() {
        return hasCasToken;
    }

    /**
     * Returns the CAS token of an item of a classic retrieval.
     *
     * @return the token; only of use if {@link #hasCasToken}
     */
    public long casToken() {
        return casToken;
    }

    /**
     * Returns where the piece of the value begins.
     *
     * @return an absolute index into the decoded buffer
     */
    public int pieceOffset() {
        return pieceOffset;
    }

    /**
     * Returns how long the piece of the value is.
     *
     * @return bytes, 0 unless the last {@link #decode} has found {@link TextResponseState#DATA}
     */
    public int pieceLength() {
        return pieceLength;
    }

    /**
     * Returns how many flags a meta answer has.
     *
     * @return the number
     * @throws IllegalStateException if the last {@link #decode} has not found a meta answer
     */
    public int flagCount() {
        if (state != TextResponseState.META && state != TextResponseState.META_VALUE_HEAD) {
            throw new IllegalStateException("a meta answer must have been decoded: state=" + state);
        }
        return line.kept() - firstFlag();
    }

    private int firstFlag() {
        return state == TextResponseState.META_VALUE_HEAD ? 2 : 1;
    }

    /**
     * Returns a flag of a meta answer.
     *
     * @param index its place in the order
     * @return the letter
     */
    public char flag(int index) {
        return (char) Byte.toUnsignedInt(requireLine().get(line.begin(flagWord(index))));
    }

    private int flagWord(int index) {
        return firstFlag() + Objects.checkIndex(index, flagCount());
    }

    /**
     * Returns the number behind a flag's letter.
     *
     * @param index its place in the order
     * @return a signed number, or the bits of an unsigned one
     * @throws MalformedFrameException if it is no number
     */
    public long flagNumber(int index) {
        ByteBuffer in = requireLine();
        int word = flagWord(index);
        if (!number.readUnsigned(in, line.begin(word) + 1, line.end(word))
                && !number.readSigned(in, line.begin(word) + 1, line.end(word))) {
            throw malformed("flag must have a number: flag=" + flag(index), in);
        }
        return number.value();
    }

    /**
     * Copies the token behind a flag's letter: the opaque or the key.
     *
     * @param index its place in the order
     * @return the token as it was sent
     */
    public byte[] copyFlagToken(int index) {
        int word = flagWord(index);
        byte[] token = new byte[line.length(word) - 1];
        requireLine().get(line.begin(word) + 1, token);
        return token;
    }

    private ByteBuffer requireLine() {
        ByteBuffer in = buffer;
        if (in == null
                || state == TextResponseState.INCOMPLETE
                || state == TextResponseState.DATA
                || state == TextResponseState.DATA_END) {
            throw new IllegalStateException("a line must have been decoded: state=" + state);
        }
        return in;
    }
}
