package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** The kinds of line with which a server answers a text command, told apart by their first word. */
public enum TextAnswer {
    /** The command was carried out; before the lines of a metadump it means that they follow. */
    OK("OK"),
    /** The end of an answer of several lines. */
    END("END"),
    /** The server's version follows. */
    VERSION("VERSION"),
    /** A configuration follows, of a length that the line tells. */
    CONFIG("CONFIG"),
    /** An item follows, of a length that the line tells. */
    VALUE("VALUE"),
    /** Another crawl is going on. */
    BUSY("BUSY"),
    /** There is nothing to crawl. */
    NOT_STARTED("NOTSTARTED"),
    /** A slab class that does not exist. */
    BAD_CLASS("BADCLASS"),
    /** A command that the server does not know, or that failed. */
    ERROR("ERROR"),
    /** A command that the server does not take like this. */
    CLIENT_ERROR("CLIENT_ERROR"),
    /** A command that the server failed to carry out; memcached closes the connection after some of them. */
    SERVER_ERROR("SERVER_ERROR"),
    /** Any other line. */
    UNKNOWN("");

    /** A server may put a colon behind the word: memcached 1.6.45 answers "SERVER_ERROR: shutdown not enabled". */
    private static final char OPTIONAL_MARK = ':';

    private static final TextAnswer[] ALL = values();

    static {
        Map<String, TextAnswer> byWord = new HashMap<>();
        for (TextAnswer answer : ALL) {
            TextAnswer present = byWord.put(answer.word, answer);
            if (present != null) {
                throw new IllegalStateException(
                        "word must be unique: word=" + answer.word + ", first=" + present + ", second=" + answer);
            }
        }
    }

    private final String word;

    TextAnswer(String word) {
        this.word = word;
    }

    /**
     * Returns the first word of such a line.
     *
     * @return the word, empty for {@link #UNKNOWN}
     */
    public String word() {
        return word;
    }

    /**
     * Tells whether the answer says that the command was refused.
     *
     * @return true for errors, false for results, for {@link #BUSY} and for {@link #UNKNOWN}
     */
    public boolean isError() {
        return this == ERROR || this == CLIENT_ERROR || this == SERVER_ERROR || this == BAD_CLASS;
    }

    /** Returns the kind of the line from begin to end, line end excluded. */
    static TextAnswer of(ByteBuffer in, int begin, int end) {
        for (TextAnswer answer : ALL) {
            if (answer != UNKNOWN && begins(in, begin, end, answer.word)) {
                return answer;
            }
        }
        return UNKNOWN;
    }

    /** Returns the length of the word and, if there is one, of the mark behind it. */
    int wordLength(ByteBuffer in, int begin, int end) {
        int length = word.length();
        return begin + length < end && in.get(begin + length) == OPTIONAL_MARK ? length + 1 : length;
    }

    private static boolean begins(ByteBuffer in, int begin, int end, String word) {
        if (end - begin < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (in.get(begin + i) != word.charAt(i)) {
                return false;
            }
        }
        if (end - begin == word.length()) {
            return true;
        }
        byte next = in.get(begin + word.length());
        return next == ' ' || next == OPTIONAL_MARK;
    }
}
