package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands of memcached's text protocol, classic and meta. */
public enum TextCommand {
    /** Items by their keys. */
    GET("get", TextShape.RETRIEVAL, 2, Integer.MAX_VALUE),
    /** Items by their keys, with CAS tokens. */
    GETS("gets", TextShape.RETRIEVAL, 2, Integer.MAX_VALUE),
    /** The same as {@link #GET}. */
    BGET("bget", TextShape.RETRIEVAL, 2, Integer.MAX_VALUE),
    /** Items by their keys, which are touched. */
    GAT("gat", TextShape.TOUCHING_RETRIEVAL, 2, Integer.MAX_VALUE),
    /** Items by their keys, which are touched, with CAS tokens. */
    GATS("gats", TextShape.TOUCHING_RETRIEVAL, 2, Integer.MAX_VALUE),
    /** Stores an item. */
    SET("set", TextShape.STORAGE, 5, 6),
    /** Stores an item if the key is absent. */
    ADD("add", TextShape.STORAGE, 5, 6),
    /** Stores an item if the key is present. */
    REPLACE("replace", TextShape.STORAGE, 5, 6),
    /** Adds bytes behind a value. */
    APPEND("append", TextShape.STORAGE, 5, 6),
    /** Adds bytes before a value. */
    PREPEND("prepend", TextShape.STORAGE, 5, 6),
    /** Stores an item if the present one has a CAS token. */
    CAS("cas", TextShape.STORAGE, 6, 7),
    /** Removes an item. */
    DELETE("delete", TextShape.DELETION, 2, 4),
    /** Counts up. */
    INCR("incr", TextShape.COUNTER, 3, 4),
    /** Counts down. */
    DECR("decr", TextShape.COUNTER, 3, 4),
    /** Gives an item another expiry. */
    TOUCH("touch", TextShape.TOUCH, 3, 4),
    /** Removes all items. */
    FLUSH_ALL("flush_all", TextShape.FLUSH, 1, 3),
    /** Asks for the server's version. */
    VERSION("version", TextShape.WORDS, 1, Integer.MAX_VALUE),
    /** Sets how much the server tells. */
    VERBOSITY("verbosity", TextShape.LEVEL, 2, 3),
    /** Ends the connection. */
    QUIT("quit", TextShape.WORDS, 1, Integer.MAX_VALUE),
    /** Asks for figures. */
    STATS("stats", TextShape.WORDS, 1, Integer.MAX_VALUE),
    /** Ends the server. */
    SHUTDOWN("shutdown", TextShape.WORDS, 1, Integer.MAX_VALUE),
    /** Changes the memory limit. */
    CACHE_MEMLIMIT("cache_memlimit", TextShape.WORDS, 2, 3),
    /** Commands for the crawler. */
    LRU_CRAWLER("lru_crawler", TextShape.WORDS, 2, Integer.MAX_VALUE),
    /** Commands for the queues. */
    LRU("lru", TextShape.WORDS, 2, Integer.MAX_VALUE),
    /** Commands for the pages. */
    SLABS("slabs", TextShape.WORDS, 2, Integer.MAX_VALUE),
    /** Has the keys of TLS read again. */
    REFRESH_CERTS("refresh_certs", TextShape.WORDS, 1, Integer.MAX_VALUE),
    /** Asks for a log. */
    WATCH("watch", TextShape.WORDS, 1, Integer.MAX_VALUE),
    /** Meta: gets an item. */
    META_GET("mg", TextShape.META, 2, Integer.MAX_VALUE),
    /** Meta: stores an item. */
    META_SET("ms", TextShape.META_STORAGE, 2, Integer.MAX_VALUE),
    /** Meta: removes an item. */
    META_DELETE("md", TextShape.META, 2, Integer.MAX_VALUE),
    /** Meta: counts. */
    META_ARITHMETIC("ma", TextShape.META, 2, Integer.MAX_VALUE),
    /** Meta: does nothing, so that the answer tells that all before it was done. */
    META_NOOP("mn", TextShape.WORDS, 1, Integer.MAX_VALUE),
    /** Meta: tells what the server keeps beside an item. */
    META_DEBUG("me", TextShape.META_DEBUG, 1, Integer.MAX_VALUE);

    private static final TextCommand[] ALL = values();

    static {
        Map<String, TextCommand> byWord = new HashMap<>();
        for (TextCommand command : ALL) {
            TextCommand present = byWord.put(command.word, command);
            if (present != null) {
                throw new IllegalStateException(
                        "word must be unique: word=" + command.word + ", first=" + present + ", second=" + command);
            }
        }
    }

    private final String word;
    private final TextShape shape;
    private final int minWords;
    private final int maxWords;

    TextCommand(String word, TextShape shape, int minWords, int maxWords) {
        this.word = word;
        this.shape = shape;
        this.minWords = minWords;
        this.maxWords = maxWords;
    }

    /**
     * Returns the command as it is written.
     *
     * @return the first word of the line
     */
    public String word() {
        return word;
    }

    /**
     * Returns what stands behind the first word.
     *
     * @return the shape
     */
    public TextShape shape() {
        return shape;
    }

    /**
     * Tells whether the values in the answer have their CAS tokens with them.
     *
     * @return true for {@link #GETS} and {@link #GATS}
     */
    public boolean tellsCasToken() {
        return this == GETS || this == GATS;
    }

    /** Tells whether a line of so many words, the command included, can be this command. */
    boolean takes(int words) {
        return words >= minWords && words <= maxWords;
    }

    /** Returns the command whose word stands in a range, or null. */
    static @Nullable TextCommand of(ByteBuffer in, int begin, int end) {
        for (TextCommand command : ALL) {
            if (TextLine.matches(in, begin, end, command.word)) {
                return command;
            }
        }
        return null;
    }
}
