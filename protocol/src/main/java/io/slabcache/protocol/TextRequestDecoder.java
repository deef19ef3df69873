package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads text commands, classic and meta, as a server receives them.
 *
 * <pre>
 *               ┌──────────────────────────────────────────────────────────────────────┐
 *               ▼                                                                      │
 *   decode ──► line ──► COMMAND ───────────────────────────────────────────────────────┤
 *               ├─────► KEY ──► KEY ... ──► KEYS_END ──────────────────────────────────┤
 *               ├─────► DATA_HEAD ──► DATA ──► DATA ... ──► DATA_END ──────────────────┤
 *               │           └──► skipData() ──► (nothing is told of the block) ────────┤
 *               ├─────► REFUSED, answer with error() unless noreply() ─────────────────┘
 *               └─────► MalformedFrameException: close the connection
 * </pre>
 *
 * <p>{@link #decode} moves the buffer's position behind what it tells of and keeps nothing of what is incomplete, so the rest may be moved
 * to the front, or to a larger buffer, before the next call. Offsets are absolute indexes into the decoded buffer; they and the fields
 * hold until the buffer changes or {@link #decode} is called again. A key is to be looked up or copied before the data that follow it
 * are read.
 *
 * <p>A data block is told of as soon as its command's line is there, and then handed out in the pieces in which it arrives, so that it
 * need never lie in a buffer as a whole. A block that turns out not to end where it must is {@link TextRequestState#REFUSED} instead of
 * {@link TextRequestState#DATA_END}. A server that has no use for a block calls {@link #skipData}.
 *
 * <p>A line of at most {@link #MAX_LINE_LENGTH} bytes is read as a whole, and refused as a whole. Retrievals alone may have a longer
 * one, whose keys are handed out as they arrive.
 *
 * <p>A decoder serves one connection and is not thread-safe. It allocates nothing, save in the methods that return an array or a text.
 */
public final class TextRequestDecoder {
    /** The longest line, its end included, of a command that is not a retrieval. */
    public static final int MAX_LINE_LENGTH = 2048;

    /** Memcached counts an empty word behind the last one, and takes 20 in all. */
    private static final int MAX_META_WORDS = 19;

    /** Bytes of a data block's length that are kept for the line end behind it. */
    private static final int LINE_END_LENGTH = 2;

    private static final int MAX_DATA_LENGTH = Integer.MAX_VALUE - LINE_END_LENGTH;
    private static final String NOREPLY = "noreply";
    private static final String HTTP = "HTTP/";
    private static final String SET_MODES = "SEAPR";
    private static final String ARITHMETIC_MODES = "I+D-";

    /** What the bytes at the buffer's position belong to. */
    private enum Expected {
        LINE,
        KEYS,
        REST_OF_LINE,
        DATA,
        SKIPPED_DATA
    }

    private final TextLine line = new TextLine();
    private final TextNumber number = new TextNumber();
    private final TextKey key = new TextKey();
    private final MetaFlags meta = new MetaFlags();

    private Expected expected = Expected.LINE;
    private TextRequestState state = TextRequestState.INCOMPLETE;
    private @Nullable ByteBuffer buffer;
    private @Nullable TextCommand command;
    private TextReply error = TextReply.ERROR;
    private boolean noreply;
    private int clientFlags;
    private int exptime;
    private int dataLength;
    private long casToken;
    private long delta;

    /** Bytes behind the position that are known to have no line end. */
    private int scanned;

    /** Bytes of the data block, or of what is skipped, that are still to come; the line end not among them, or among them. */
    private long remaining;

    private int pieceOffset;
    private int pieceLength;

    /** Creates a decoder. */
    public TextRequestDecoder() {}

    /**
     * Reads on.
     *
     * @param in the bytes from position to limit, the first of them where the last call left the position
     * @return what was found; {@link TextRequestState#INCOMPLETE} if more bytes must come first
     * @throws MalformedFrameException if the connection is to be closed without an answer: the line is too long or is one of HTTP
     */
    public TextRequestState decode(ByteBuffer in) {
        buffer = in;
        pieceLength = 0;
        state = switch (expected) {
            case LINE -> decodeLine(in);
            case KEYS -> decodeKey(in);
            case REST_OF_LINE -> skipLine(in);
            case DATA -> decodeData(in);
            case SKIPPED_DATA -> skipBlock(in);
        };
        return state;
    }

    private TextRequestState decodeLine(ByteBuffer in) {
        int start = in.position();
        int lineFeed = indexOfLineFeed(in, start + scanned, Math.min(in.limit(), start + MAX_LINE_LENGTH));
        if (lineFeed < 0) {
            scanned = Math.min(in.remaining(), MAX_LINE_LENGTH);
            return scanned < MAX_LINE_LENGTH ? TextRequestState.INCOMPLETE : decodeLongLine(in);
        }
        scanned = 0;
        beginCommand();
        int end = lineFeed > start && in.get(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
        line.split(in, start, end);
        in.position(lineFeed + 1);
        TextCommand found = line.count() == 0 ? null : TextCommand.of(in, line.begin(0), line.end(0));
        command = found;
        if (found == null) {
            return refuseUnknown(in);
        }
        if (!found.takes(line.count())) {
            return refuse(TextReply.ERROR);
        }
        noreply = found.shape().takesNoreply() && line.count() > noreplyFrom(found) && line.is(in, lastWord(), NOREPLY);
        return decodeShape(in, found);
    }

    private static int indexOfLineFeed(ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void beginCommand() {
        noreply = false;
        clientFlags = 0;
        exptime = 0;
        dataLength = 0;
        casToken = 0;
        delta = 0;
        key.set(0, 0);
        meta.clear();
    }

    private TextRequestState refuseUnknown(ByteBuffer in) {
        // somebody who was talked into sending a web request here
        if (line.count() > 1
                && line.count() == line.kept()
                && TextLine.startsWith(in, line.begin(lastWord()), line.end(lastWord()), HTTP)) {
            throw new MalformedFrameException("line must not be one of HTTP: words=" + line.count());
        }
        return refuse(TextReply.ERROR);
    }

    private int lastWord() {
        return line.kept() - 1;
    }

    /** Behind how many words "noreply" is one; before that it is a key. */
    private static int noreplyFrom(TextCommand command) {
        return command.shape() == TextShape.DELETION ? 2 : 1;
    }

    private TextRequestState decodeShape(ByteBuffer in, TextCommand found) {
        return switch (found.shape()) {
            case RETRIEVAL, TOUCHING_RETRIEVAL -> beginKeys(in, found);
            case STORAGE -> decodeStorage(in, found);
            case DELETION -> decodeDeletion(in);
            case COUNTER -> decodeCounter(in);
            case TOUCH -> decodeTouch(in);
            case FLUSH -> decodeFlush(in);
            case LEVEL -> decodeLevel(in);
            case WORDS -> TextRequestState.COMMAND;
            case META -> decodeMeta(in, found);
            case META_STORAGE -> decodeMetaStorage(in);
            case META_DEBUG -> decodeMetaDebug(in);
        };
    }

    /** Checks the whole line, so that nothing is answered of one that has a key too long; then goes back to the first key. */
    private TextRequestState beginKeys(ByteBuffer in, TextCommand found) {
        int firstKey = 1;
        if (found.shape() == TextShape.TOUCHING_RETRIEVAL) {
            if (!readTime(in, 1)) {
                return refuse(TextReply.BAD_EXPTIME);
            }
            firstKey = 2;
        }
        if (line.longest() > FrameLayout.MAX_KEY_LENGTH) {
            return refuse(TextReply.BAD_FORMAT);
        }
        in.position(line.end(firstKey - 1));
        expected = Expected.KEYS;
        return decodeKey(in);
    }

    private TextRequestState decodeLongLine(ByteBuffer in) {
        int start = in.position();
        beginCommand();
        line.split(in, start, start + MAX_LINE_LENGTH);
        TextCommand found = line.count() < 2 ? null : TextCommand.of(in, line.begin(0), line.end(0));
        int firstKey = found != null && found.shape() == TextShape.TOUCHING_RETRIEVAL ? 2 : 1;
        if (found == null || !found.shape().hasKeys() || line.count() <= firstKey) {
            throw new MalformedFrameException("line must end within the limit: maxLineLength=" + MAX_LINE_LENGTH
                    + ", available=" + in.remaining());
        }
        scanned = 0;
        command = found;
        in.position(line.end(firstKey - 1));
        expected = Expected.KEYS;
        if (firstKey == 2 && !readTime(in, 1)) {
            expected = Expected.REST_OF_LINE;
            return refuse(TextReply.BAD_EXPTIME);
        }
        return decodeKey(in);
    }

    private TextRequestState decodeKey(ByteBuffer in) {
        int begin = in.position();
        while (begin < in.limit() && in.get(begin) == ' ') {
            begin++;
        }
        in.position(begin);
        int end = begin;
        while (end < in.limit() && in.get(end) != ' ' && in.get(end) != '\n') {
            end++;
        }
        // a CR may be the line's end or the key's last byte
        boolean ended = end < in.limit();
        boolean lineEnded = ended && in.get(end) == '\n';
        int keyEnd = lineEnded && end > begin && in.get(end - 1) == '\r' ? end - 1 : end;
        if (keyEnd - begin > FrameLayout.MAX_KEY_LENGTH + (ended ? 0 : 1)) {
            expected = Expected.REST_OF_LINE;
            return refuse(TextReply.BAD_FORMAT);
        }
        if (!ended) {
            return TextRequestState.INCOMPLETE;
        }
        if (keyEnd == begin) {
            in.position(end + 1);
            expected = Expected.LINE;
            return TextRequestState.KEYS_END;
        }
        key.set(begin, keyEnd);
        in.position(keyEnd);
        return TextRequestState.KEY;
    }

    private TextRequestState skipLine(ByteBuffer in) {
        int lineFeed = indexOfLineFeed(in, in.position(), in.limit());
        if (lineFeed < 0) {
            in.position(in.limit());
            return TextRequestState.INCOMPLETE;
        }
        in.position(lineFeed + 1);
        expected = Expected.LINE;
        return decodeLine(in);
    }

    private TextRequestState decodeStorage(ByteBuffer in, TextCommand found) {
        if (!readKey(1) || !number.readUnsigned(in, line.begin(2), line.end(2))) {
            return refuse(TextReply.BAD_FORMAT);
        }
        clientFlags = (int) number.value();
        if (!readTime(in, 3) || !readDataLength(in, 4)) {
            return refuse(TextReply.BAD_FORMAT);
        }
        if (found == TextCommand.CAS) {
            if (!number.readUnsigned(in, line.begin(5), line.end(5))) {
                return refuse(TextReply.BAD_FORMAT);
            }
            casToken = number.value();
        }
        return beginData();
    }

    private TextRequestState beginData() {
        remaining = dataLength;
        expected = Expected.DATA;
        return TextRequestState.DATA_HEAD;
    }

    private TextRequestState decodeDeletion(ByteBuffer in) {
        int words = line.count();
        if (words > 2) {
            boolean zero = line.is(in, 2, "0");
            boolean valid = words == 3 ? (zero || noreply) : (zero && noreply);
            if (!valid) {
                return refuse(TextReply.BAD_DELETE);
            }
        }
        return readKey(1) ? TextRequestState.COMMAND : refuse(TextReply.BAD_FORMAT);
    }

    private TextRequestState decodeCounter(ByteBuffer in) {
        if (!readKey(1)) {
            return refuse(TextReply.BAD_FORMAT);
        }
        if (!number.readUnsigned(in, line.begin(2), line.end(2))) {
            return refuse(TextReply.BAD_DELTA);
        }
        delta = number.value();
        return TextRequestState.COMMAND;
    }

    private TextRequestState decodeTouch(ByteBuffer in) {
        if (!readKey(1)) {
            return refuse(TextReply.BAD_FORMAT);
        }
        return readTime(in, 2) ? TextRequestState.COMMAND : refuse(TextReply.BAD_EXPTIME);
    }

    private TextRequestState decodeFlush(ByteBuffer in) {
        boolean timed = line.count() > (noreply ? 2 : 1);
        return !timed || readTime(in, 1) ? TextRequestState.COMMAND : refuse(TextReply.BAD_EXPTIME);
    }

    private TextRequestState decodeLevel(ByteBuffer in) {
        if (!number.readUnsigned(in, line.begin(1), line.end(1))) {
            return refuse(TextReply.BAD_FORMAT);
        }
        return TextRequestState.COMMAND;
    }

    private TextRequestState decodeMeta(ByteBuffer in, TextCommand found) {
        if (!readKey(1)) {
            return refuse(TextReply.BAD_FORMAT);
        }
        boolean get = found == TextCommand.META_GET;
        if (line.count() > MAX_META_WORDS) {
            return refuse(get ? TextReply.GET_TOO_MANY_FLAGS : TextReply.TOO_MANY_FLAGS);
        }
        TextReply wrong = meta.read(in, line, 2, key);
        if (wrong != null) {
            // memcached looks at opaque tokens when it answers, whatever the command
            return refuse(get || wrong == TextReply.OPAQUE_TOO_LONG ? wrong : TextReply.INVALID_OR_DUPLICATE_FLAG);
        }
        if (found == TextCommand.META_ARITHMETIC && !meta.acceptMode(ARITHMETIC_MODES)) {
            return refuse(TextReply.BAD_ARITHMETIC_MODE);
        }
        return TextRequestState.COMMAND;
    }

    private TextRequestState decodeMetaStorage(ByteBuffer in) {
        if (!readKey(1) || line.count() < 3) {
            return refuse(TextReply.BAD_FORMAT);
        }
        if (line.count() > MAX_META_WORDS) {
            return refuse(TextReply.TOO_MANY_FLAGS);
        }
        if (!readDataLength(in, 2)) {
            return refuse(TextReply.BAD_FORMAT);
        }
        TextReply wrong = meta.read(in, line, 3, key);
        if (wrong == null && !meta.acceptMode(SET_MODES)) {
            wrong = TextReply.BAD_SET_MODE;
        }
        TextRequestState head = beginData();
        if (wrong != null) {
            startSkipping();
            return refuse(wrong);
        }
        return head;
    }

    private TextRequestState decodeMetaDebug(ByteBuffer in) {
        if (line.count() < 2 || !readKey(1)) {
            return refuse(TextReply.BAD_FORMAT);
        }
        if (line.count() == 3 && line.is(in, 2, "b") && !key.decode(in)) {
            return refuse(TextReply.BAD_FORMAT);
        }
        return TextRequestState.COMMAND;
    }

    private boolean readKey(int word) {
        if (line.length(word) > FrameLayout.MAX_KEY_LENGTH) {
            return false;
        }
        key.set(line.begin(word), line.end(word));
        return true;
    }

    private boolean readTime(ByteBuffer in, int word) {
        boolean read = number.readSigned(in, line.begin(word), line.end(word));
        // memcached cuts it off as well
        exptime = read ? (int) number.value() : 0;
        return read;
    }

    private boolean readDataLength(ByteBuffer in, int word) {
        if (!number.readSigned(in, line.begin(word), line.end(word))) {
            return false;
        }
        int length = (int) number.value();
        dataLength = length;
        return length >= 0 && length <= MAX_DATA_LENGTH;
    }

    private TextRequestState decodeData(ByteBuffer in) {
        if (remaining > 0) {
            pieceOffset = in.position();
            pieceLength = (int) Math.min(remaining, in.remaining());
            remaining -= pieceLength;
            in.position(pieceOffset + pieceLength);
            return pieceLength == 0 ? TextRequestState.INCOMPLETE : TextRequestState.DATA;
        }
        if (in.remaining() < LINE_END_LENGTH) {
            return TextRequestState.INCOMPLETE;
        }
        int end = in.position();
        in.position(end + LINE_END_LENGTH);
        expected = Expected.LINE;
        return in.get(end) == '\r' && in.get(end + 1) == '\n'
                ? TextRequestState.DATA_END
                : refuse(TextReply.BAD_DATA_CHUNK);
    }

    private TextRequestState skipBlock(ByteBuffer in) {
        int skipped = (int) Math.min(remaining, in.remaining());
        in.position(in.position() + skipped);
        remaining -= skipped;
        if (remaining > 0) {
            return TextRequestState.INCOMPLETE;
        }
        expected = Expected.LINE;
        return decodeLine(in);
    }

    private TextRequestState refuse(TextReply reply) {
        error = reply;
        return TextRequestState.REFUSED;
    }

    /**
     * Passes over the rest of the data block, of which nothing more is told.
     *
     * @throws IllegalStateException if there is no data block
     */
    public void skipData() {
        if (expected != Expected.DATA) {
            throw new IllegalStateException("a data block must have begun and not have ended: state=" + state);
        }
        startSkipping();
    }

    private void startSkipping() {
        // its line end is skipped unseen
        remaining += LINE_END_LENGTH;
        expected = Expected.SKIPPED_DATA;
    }

    /**
     * Returns what the last {@link #decode} has found.
     *
     * @return the state
     */
    public TextRequestState state() {
        return state;
    }

    /**
     * Tells whether the next byte is the first of a command, or of one that is begun but not told of yet.
     *
     * @return false among the keys of a retrieval, in a data block, and in what is skipped
     */
    public boolean isBetweenCommands() {
        return expected == Expected.LINE;
    }

    /**
     * Returns the command that was begun last.
     *
     * @return the command
     * @throws IllegalStateException if the line was none
     */
    public TextCommand command() {
        TextCommand known = command;
        if (known == null) {
            throw new IllegalStateException("a command must have been decoded: state=" + state);
        }
        return known;
    }

    /**
     * Returns the answer to what was refused.
     *
     * @return the answer
     * @throws IllegalStateException if nothing was
     */
    public TextReply error() {
        if (state != TextRequestState.REFUSED) {
            throw new IllegalStateException("a command must have been refused: state=" + state);
        }
        return error;
    }

    /**
     * Tells whether the command wants no answer, neither a result nor an error.
     *
     * @return true if {@code noreply} stands where it is one
     */
    public boolean noreply() {
        return noreply;
    }

    /**
     * Returns where the key stands as it was sent.
     *
     * @return an absolute index into the decoded buffer
     */
    public int sentKeyOffset() {
        return key.offset();
    }

    /**
     * Returns how long the key is as it was sent.
     *
     * @return bytes, at most {@link FrameLayout#MAX_KEY_LENGTH}
     */
    public int sentKeyLength() {
        return key.sentLength();
    }

    /**
     * Tells whether the key was sent in base64.
     *
     * @return true for a meta command with the flag {@code b}
     */
    public boolean isKeyEncoded() {
        return key.isEncoded();
    }

    /**
     * Returns how long the key is, decoded.
     *
     * @return bytes, at most {@link FrameLayout#MAX_KEY_LENGTH}; 0 for a command without a key
     */
    public int keyLength() {
        return key.length();
    }

    /**
     * Copies the key, decoded, into an array.
     *
     * @param target where to
     * @param offset the first index to write
     * @throws IndexOutOfBoundsException if the array has no room for the key there
     */
    public void copyKeyTo(byte[] target, int offset) {
        Objects.checkFromIndexSize(offset, key.length(), target.length);
        key.copyTo(requireBuffer(), target, offset);
    }

    /**
     * Copies the key, decoded, into a new array.
     *
     * @return the key
     */
    public byte[] copyKey() {
        byte[] copy = new byte[key.length()];
        copyKeyTo(copy, 0);
        return copy;
    }

    /**
     * Returns the client flags of a classic storage command; those of {@code ms} are in {@link #meta}.
     *
     * @return 32 bits
     */
    public int clientFlags() {
        return clientFlags;
    }

    /**
     * Returns the exptime of a classic command; that of a meta command is in {@link #meta}.
     *
     * @return as {@link Exptime#textToExpiry} takes it; 0 for a command without one
     */
    public int exptime() {
        return exptime;
    }

    /**
     * Returns the length of the data block behind the line, without its line end.
     *
     * @return bytes, 0 for a command without one
     */
    public int dataLength() {
        return dataLength;
    }

    /**
     * Returns the token of {@code cas}; that of a meta command is in {@link #meta}.
     *
     * @return the token; 0 is one that no item has, and what other commands have
     */
    public long casToken() {
        return casToken;
    }

    /**
     * Returns by how much to count; for {@code ma} it is in {@link #meta}.
     *
     * @return an unsigned number
     */
    public long delta() {
        return delta;
    }

    /**
     * Returns the flags of a meta command.
     *
     * @return the same object throughout; without flags for other commands
     */
    public MetaFlags meta() {
        return meta;
    }

    /**
     * Returns where the piece of the data block begins.
     *
     * @return an absolute index into the decoded buffer
     */
    public int pieceOffset() {
        return pieceOffset;
    }

    /**
     * Returns how long the piece of the data block is.
     *
     * @return bytes, 0 unless the last {@link #decode} has found {@link TextRequestState#DATA}
     */
    public int pieceLength() {
        return pieceLength;
    }

    /**
     * Returns how many words the line had, the command included.
     *
     * @return the number of those that can be asked for
     */
    public int wordCount() {
        return line.kept();
    }

    /**
     * Returns a word of a command whose words are the server's.
     *
     * @param index its place; 0 is the command
     * @return the word
     * @throws IllegalStateException if no whole line of such a command was decoded
     */
    public String word(int index) {
        if (state != TextRequestState.COMMAND) {
            throw new IllegalStateException("a command must have been decoded: state=" + state);
        }
        Objects.checkIndex(index, line.kept());
        byte[] bytes = new byte[line.length(index)];
        requireBuffer().get(line.begin(index), bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer requireBuffer() {
        ByteBuffer in = buffer;
        if (in == null) {
            throw new IllegalStateException("something must have been decoded: state=" + state);
        }
        return in;
    }
}
