package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The flags of a meta command: letters, some with a token behind them, in the order in which they were sent and in which those that ask
 * for something are answered. Reused by its decoder; offsets hold as long as those of the command.
 */
public final class MetaFlags {
    /** The longest opaque token, without its letter. */
    public static final int MAX_OPAQUE_LENGTH = 31;

    /** All letters that memcached 1.6.18 knows, in whatever command. */
    private static final String KNOWN = "bNTRlOPLkstcfvhuqFCMJDI";

    private static final int MAX_FLAGS = 32;
    private static final int LETTERS = 128;

    private final TextNumber number = new TextNumber();
    private final char[] letters = new char[MAX_FLAGS];
    private final int[] offsets = new int[MAX_FLAGS];
    private final int[] lengths = new int[MAX_FLAGS];
    private int count;
    private long lowLetters;
    private long highLetters;
    private int exptime;
    private int vivifyExptime;
    private int recacheTime;
    private int clientFlags;
    private long casToken;
    private long initial;
    private long delta;
    private char mode;

    MetaFlags() {}

    /** Takes the words from one on as flags; returns what is wrong with them, or null. */
    @Nullable
    TextReply read(ByteBuffer in, TextLine line, int firstWord, TextKey key) {
        clear();
        for (int word = firstWord; word < line.count(); word++) {
            int offset = line.begin(word) + 1;
            int end = line.end(word);
            int letter = Byte.toUnsignedInt(in.get(offset - 1));
            if (letter >= LETTERS - 1 || has((char) letter)) {
                return TextReply.DUPLICATE_FLAG;
            }
            if (KNOWN.indexOf(letter) < 0) {
                return TextReply.INVALID_FLAG;
            }
            add((char) letter, offset, end - offset);
            TextReply error = readToken((char) letter, in, offset, end);
            if (error != null) {
                return error;
            }
        }
        // Last, as in memcached: what is wrong with the flags is told first.
        return has('b') && !key.decode(in) ? TextReply.BAD_BASE64 : null;
    }

    private @Nullable TextReply readToken(char letter, ByteBuffer in, int begin, int end) {
        return switch (letter) {
            case 'N', 'T', 'R' -> readTime(letter, in, begin, end);
            case 'C', 'J', 'D' -> readUnsigned(letter, in, begin, end);
            case 'F' -> readClientFlags(in, begin, end);
            case 'M' -> readMode(in, begin, end);
            case 'O' -> end - begin <= MAX_OPAQUE_LENGTH ? null : TextReply.OPAQUE_TOO_LONG;
            default -> null;
        };
    }

    private @Nullable TextReply readClientFlags(ByteBuffer in, int begin, int end) {
        if (!number.readUnsigned(in, begin, end)) {
            return TextReply.BAD_FORMAT;
        }
        clientFlags = (int) number.value();
        return null;
    }

    private @Nullable TextReply readMode(ByteBuffer in, int begin, int end) {
        if (end - begin != 1) {
            return TextReply.BAD_MODE_LENGTH;
        }
        mode = (char) in.get(begin);
        return null;
    }

    private @Nullable TextReply readTime(char letter, ByteBuffer in, int begin, int end) {
        if (!number.readSigned(in, begin, end)) {
            return TextReply.BAD_TOKEN;
        }
        int time = (int) number.value();
        if (letter == 'N') {
            vivifyExptime = time;
        } else if (letter == 'T') {
            exptime = time;
        } else {
            recacheTime = time;
        }
        return null;
    }

    private @Nullable TextReply readUnsigned(char letter, ByteBuffer in, int begin, int end) {
        if (!number.readUnsigned(in, begin, end)) {
            return letter == 'C'
                    ? TextReply.BAD_TOKEN
                    : letter == 'J' ? TextReply.BAD_INITIAL_TOKEN : TextReply.BAD_DELTA_TOKEN;
        }
        if (letter == 'C') {
            casToken = number.value();
        } else if (letter == 'J') {
            initial = number.value();
        } else {
            delta = number.value();
        }
        return null;
    }

    void clear() {
        count = 0;
        lowLetters = 0;
        highLetters = 0;
        exptime = 0;
        vivifyExptime = 0;
        recacheTime = 0;
        clientFlags = 0;
        casToken = 0;
        initial = 0;
        delta = 1;
        mode = 0;
    }

    private void add(char letter, int offset, int length) {
        if (letter < Long.SIZE) {
            lowLetters |= 1L << letter;
        } else {
            highLetters |= 1L << (letter - Long.SIZE);
        }
        letters[count] = letter;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /**
     * Tells whether a flag was sent.
     *
     * @param letter an ASCII letter
     * @return true if it was
     */
    public boolean has(char letter) {
        return letter < Long.SIZE
                ? (lowLetters & (1L << letter)) != 0
                : letter < LETTERS && (highLetters & (1L << (letter - Long.SIZE))) != 0;
    }

    /**
     * Returns how many flags were sent.
     *
     * @return the number, 0 for a command without flags
     */
    public int count() {
        return count;
    }

    /**
     * Returns a flag.
     *
     * @param index its place in the order
     * @return the letter
     */
    public char letter(int index) {
        return letters[Objects.checkIndex(index, count)];
    }

    /**
     * Returns where a flag's token begins.
     *
     * @param index its place in the order
     * @return an absolute index into the decoded buffer
     */
    public int tokenOffset(int index) {
        return offsets[Objects.checkIndex(index, count)];
    }

    /**
     * Returns how long a flag's token is.
     *
     * @param index its place in the order
     * @return bytes, 0 if the flag has no token
     */
    public int tokenLength(int index) {
        return lengths[Objects.checkIndex(index, count)];
    }

    /**
     * Returns the exptime of {@code T}.
     *
     * @return as {@link Exptime#textToExpiry} takes it, 0 without the flag
     */
    public int exptime() {
        return exptime;
    }

    /**
     * Returns the exptime of {@code N}, with which a missing item is made.
     *
     * @return as {@link Exptime#textToExpiry} takes it, 0 without the flag
     */
    public int vivifyExptime() {
        return vivifyExptime;
    }

    /**
     * Returns the time of {@code R}: of an item that has less left, one client is told to load it anew.
     *
     * @return seconds, 0 without the flag
     */
    public int recacheTime() {
        return recacheTime;
    }

    /**
     * Returns the client flags of {@code F}.
     *
     * @return 32 bits, 0 without the flag
     */
    public int clientFlags() {
        return clientFlags;
    }

    /**
     * Returns the CAS token of {@code C}.
     *
     * @return the token, 0 without the flag
     */
    public long casToken() {
        return casToken;
    }

    /**
     * Returns the number of {@code J}, with which a missing counter is made.
     *
     * @return an unsigned number, 0 without the flag
     */
    public long initial() {
        return initial;
    }

    /**
     * Returns the number of {@code D}.
     *
     * @return an unsigned number, 1 without the flag
     */
    public long delta() {
        return delta;
    }

    /**
     * Returns the mode of {@code M}, which was checked to be one of the command.
     *
     * @return for {@code ms} E, A, P, R or S; for {@code ma} I, +, D or -; without the flag S and I
     */
    public char mode() {
        return mode;
    }

    /** Checks the mode against those of a command; one that was not sent becomes the first of them. */
    boolean acceptMode(String modes) {
        if (!has('M')) {
            mode = modes.charAt(0);
        }
        return modes.indexOf(mode) >= 0;
    }
}
