package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the answer to {@link TextRequestEncoder#metadump}: one line per item, in the form
 *
 * <pre>
 *  key=a%20b exp=-1 la=1795352583 cas=2 fetch=no cls=1 size=66 flags=0 LF
 * </pre>
 *
 * <p>then {@code END}. Newer servers send {@code OK} first, older ones do not, nor do they send {@code flags}. Keys are percent-encoded.
 * Fields may come in any order; unknown ones are skipped, a repeated one or a line without {@code key} is malformed.
 *
 * <pre>
 *             OK (once, at the start)
 *            ┌────┐
 *            │    ▼
 *   decode ──► line ──► ITEM ──► line ...
 *                  ├──► END | BUSY | REFUSED ──► the next answer begins
 *                  └──► MalformedFrameException
 * </pre>
 *
 * <p>{@link #decode} consumes whole lines only and copies an item's fields, so they hold until the next call, whatever happens to the
 * buffer. It allocates nothing but for refusals. A decoder serves one connection and is not thread-safe.
 */
public final class MetadumpDecoder {
    /**
     * The longest line to accept, in bytes. A key of 250 bytes takes 750, the other fields less than 300; the rest is for fields to come.
     */
    public static final int MAX_LINE_LENGTH = 4096;

    private static final String KEY_FIELD = "key=";
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final int NOT_HEX = -1;

    private final TextAnswerDecoder lines = new TextAnswerDecoder(MAX_LINE_LENGTH);
    private final byte[] key = new byte[FrameLayout.MAX_KEY_LENGTH];
    private final long[] numbers = new long[Field.ALL.length];
    private int keyLength;
    private boolean fetched;
    private int seenFields;
    private boolean started;
    private String errorText = "";
    private MetadumpState state = MetadumpState.INCOMPLETE;

    /** Creates a decoder. */
    public MetadumpDecoder() {}

    /** The fields of a line. */
    private enum Field {
        KEY(0, "key"),
        EXPTIME(1, "exp"),
        LAST_ACCESS(2, "la"),
        CAS_TOKEN(3, "cas"),
        FETCHED(4, "fetch"),
        SLAB_CLASS(5, "cls"),
        SIZE(6, "size"),
        CLIENT_FLAGS(7, "flags");

        static final Field[] ALL = values();

        static {
            Map<String, Field> byName = new HashMap<>();
            for (Field field : ALL) {
                Field present = byName.put(field.text, field);
                if (present != null) {
                    throw new IllegalStateException(
                            "name must be unique: name=" + field.text + ", first=" + present + ", second=" + field);
                }
                if (ALL[field.index] != field) {
                    throw new IllegalStateException(
                            "index must be the place in the table: field=" + field + ", index=" + field.index);
                }
            }
        }

        /** The place in the table, and of the field's number in the decoder. */
        private final int index;

        private final String text;

        Field(int index, String text) {
            this.index = index;
            this.text = text;
        }

        int bit() {
            return 1 << index;
        }
    }

    /**
     * Consumes the lines up to the next item or to the end of the answer.
     *
     * @param in the bytes from position to limit; the position is moved behind the lines read
     * @return what was found
     * @throws MalformedFrameException if a line is none of such an answer
     */
    public MetadumpState decode(ByteBuffer in) {
        state = MetadumpState.INCOMPLETE;
        while (state == MetadumpState.INCOMPLETE && lines.decode(in)) {
            readLine(in);
        }
        return state;
    }

    /**
     * Returns what the last {@link #decode} has found.
     *
     * @return the state
     */
    public MetadumpState state() {
        return state;
    }

    private void readLine(ByteBuffer in) {
        int begin = lines.lineOffset();
        int end = lines.lineEndOffset();
        if (startsWith(in, begin, end, KEY_FIELD)) {
            started = true;
            readItem(in, begin, end);
            state = MetadumpState.ITEM;
            return;
        }
        TextAnswer answer = lines.answer();
        if (answer == TextAnswer.OK && !started) {
            started = true;
            return;
        }
        if (answer == TextAnswer.END || answer == TextAnswer.NOT_STARTED) {
            state = MetadumpState.END;
        } else if (answer == TextAnswer.BUSY) {
            state = MetadumpState.BUSY;
        } else if (answer.isError()) {
            state = MetadumpState.REFUSED;
            errorText =
                    TextAnswerDecoder.printable(in, begin, Math.min(end - begin, TextAnswerDecoder.MAX_TEXT_LENGTH));
        } else {
            throw malformed("line must be one of a metadump", in, begin, end);
        }
        started = false;
    }

    private void readItem(ByteBuffer in, int begin, int end) {
        seenFields = 0;
        int offset = begin;
        while (offset < end) {
            int fieldEnd = indexOf(in, ' ', offset, end);
            readField(in, offset, fieldEnd);
            offset = fieldEnd;
            while (offset < end && in.get(offset) == ' ') {
                offset++;
            }
        }
    }

    private void readField(ByteBuffer in, int begin, int end) {
        int nameEnd = indexOf(in, '=', begin, end);
        if (nameEnd == end) {
            throw malformed("field must be a name, an equals sign and a value", in, begin, end);
        }
        for (Field field : Field.ALL) {
            if (nameEnd - begin == field.text.length() && startsWith(in, begin, nameEnd, field.text)) {
                if ((seenFields & field.bit()) != 0) {
                    throw malformed("field must not be repeated", in, begin, end);
                }
                seenFields |= field.bit();
                readValue(field, in, nameEnd + 1, end);
                return;
            }
        }
    }

    private void readValue(Field field, ByteBuffer in, int begin, int end) {
        if (field == Field.KEY) {
            readKey(in, begin, end);
        } else if (field == Field.FETCHED) {
            fetched = readFlag(in, begin, end);
        } else {
            numbers[field.index] = readNumber(field == Field.EXPTIME, in, begin, end);
        }
    }

    private void readKey(ByteBuffer in, int begin, int end) {
        int length = 0;
        int offset = begin;
        while (offset < end) {
            byte b = in.get(offset);
            int width = b == '%' ? 3 : 1;
            if (offset + width > end) {
                throw malformed("percent sign must have two hexadecimal digits behind it", in, begin, end);
            }
            if (width == 3) {
                int high = hexDigit(in.get(offset + 1));
                int low = hexDigit(in.get(offset + 2));
                if (high == NOT_HEX || low == NOT_HEX) {
                    throw malformed("percent sign must have two hexadecimal digits behind it", in, begin, end);
                }
                b = (byte) (high << 4 | low);
            }
            if (length == key.length) {
                throw malformed("key must not be longer than memcached takes", in, begin, end);
            }
            key[length++] = b;
            offset += width;
        }
        if (length == 0) {
            throw malformed("key must not be empty", in, begin, end);
        }
        keyLength = length;
    }

    private static boolean readFlag(ByteBuffer in, int begin, int end) {
        boolean yes = end - begin == YES.length() && startsWith(in, begin, end, YES);
        if (!yes && !(end - begin == NO.length() && startsWith(in, begin, end, NO))) {
            throw malformed("fetch must be yes or no", in, begin, end);
        }
        return yes;
    }

    private static long readNumber(boolean signed, ByteBuffer in, int begin, int end) {
        boolean negative = signed && begin < end && in.get(begin) == '-';
        int digits = negative ? begin + 1 : begin;
        int length = end - digits;
        // CounterText takes blanks around the digits; there are none here, since a blank ends the field.
        if (!CounterText.isCounter(in, digits, length)) {
            throw malformed("field must be a number", in, begin, end);
        }
        long number = CounterText.parse(in, digits, length);
        if (signed && number < 0) {
            throw malformed("field must be a signed number of 64 bits", in, begin, end);
        }
        return negative ? -number : number;
    }

    private static int hexDigit(byte b) {
        return b < 0 ? NOT_HEX : Character.digit(b, 16);
    }

    private static int indexOf(ByteBuffer in, char wanted, int begin, int end) {
        int i = begin;
        while (i < end && in.get(i) != wanted) {
            i++;
        }
        return i;
    }

    private static boolean startsWith(ByteBuffer in, int begin, int end, String prefix) {
        if (end - begin < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (in.get(begin + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static MalformedFrameException malformed(String rule, ByteBuffer in, int begin, int end) {
        int length = Math.min(end - begin, TextAnswerDecoder.MAX_TEXT_LENGTH);
        return new MalformedFrameException(rule + ": text=" + TextAnswerDecoder.printable(in, begin, length));
    }

    /**
     * Returns the length of the item's key.
     *
     * @return 1 to {@link FrameLayout#MAX_KEY_LENGTH} bytes
     * @throws IllegalStateException if the last {@link #decode} has not found an item
     */
    public int keyLength() {
        requireItem();
        return keyLength;
    }

    /**
     * Tells whether the item's key begins with some bytes, so that foreign keys can be passed over without a copy.
     *
     * @param prefix the bytes
     * @return true if it does
     * @throws IllegalStateException if the last {@link #decode} has not found an item
     */
    public boolean keyStartsWith(byte[] prefix) {
        requireItem();
        return prefix.length <= keyLength && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /**
     * Copies the item's key into a new array.
     *
     * @return the key, decoded
     * @throws IllegalStateException if the last {@link #decode} has not found an item
     */
    public byte[] copyKey() {
        requireItem();
        return Arrays.copyOf(key, keyLength);
    }

    /**
     * Copies the item's key, decoded, into an array.
     *
     * @param target where to
     * @param offset the first index to write
     * @throws IllegalStateException if the last {@link #decode} has not found an item
     * @throws IndexOutOfBoundsException if the array has no room for the key there
     */
    public void copyKeyTo(byte[] target, int offset) {
        requireItem();
        Objects.checkFromIndexSize(offset, keyLength, target.length);
        System.arraycopy(key, 0, target, offset, keyLength);
    }

    /**
     * Returns the moment at which the item expires.
     *
     * @return Unix seconds, -1 for never, which is also returned if the server has not told it
     */
    public long expirySeconds() {
        return number(Field.EXPTIME, -1);
    }

    /**
     * Returns the moment of the item's last access.
     *
     * @return Unix seconds, 0 if the server has not told it
     */
    public long lastAccessSeconds() {
        return number(Field.LAST_ACCESS, 0);
    }

    /**
     * Returns the item's CAS token.
     *
     * @return the token, 0 if the server has not told it
     */
    public long casToken() {
        return number(Field.CAS_TOKEN, 0);
    }

    /**
     * Returns the size of the item in the server's memory.
     *
     * @return bytes, header and key included; 0 if the server has not told it
     */
    public long size() {
        return number(Field.SIZE, 0);
    }

    /**
     * Returns the slab class the item is in.
     *
     * @return the class's number, 0 if the server has not told it
     */
    public long slabClassId() {
        return number(Field.SLAB_CLASS, 0);
    }

    /**
     * Tells whether the item was retrieved since it was stored.
     *
     * @return true if it was, false also if the server has not told it
     */
    public boolean isFetched() {
        requireItem();
        return (seenFields & Field.FETCHED.bit()) != 0 && fetched;
    }

    /**
     * Tells whether the server has told the item's client flags; memcached 1.6.18 does not.
     *
     * @return true if {@link #clientFlags} can be asked
     */
    public boolean hasClientFlags() {
        requireItem();
        return (seenFields & Field.CLIENT_FLAGS.bit()) != 0;
    }

    /**
     * Returns the item's client flags.
     *
     * @return the low 32 bits of what the server has told, 0 if it has not told them
     */
    public int clientFlags() {
        return (int) number(Field.CLIENT_FLAGS, 0);
    }

    /**
     * Returns the line with which the server has refused the command.
     *
     * @return the line, printable
     * @throws IllegalStateException if the last {@link #decode} has not found {@link MetadumpState#REFUSED}
     */
    public String errorText() {
        if (state != MetadumpState.REFUSED) {
            throw new IllegalStateException("the command must have been refused: state=" + state);
        }
        return errorText;
    }

    private long number(Field field, long otherwise) {
        requireItem();
        return (seenFields & field.bit()) != 0 ? numbers[field.index] : otherwise;
    }

    private void requireItem() {
        if (state != MetadumpState.ITEM) {
            throw new IllegalStateException("an item must have been decoded: state=" + state);
        }
    }
}
