package io.slabcache.server;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another library's client of one node, as far as all of them do the same. An operation that is not answered throws. */
interface OtherClient extends AutoCloseable {
    /**
     * A value with its CAS token.
     *
     * @param value the value
     * @param casToken the token
     */
    record Versioned(String value, long casToken) {}

    /** When a value is stored, and where. */
    enum Mode {
        SET,
        ADD,
        REPLACE,
        APPEND,
        PREPEND
    }

    /** Stores a value in one of the modes, for so many seconds, 0 for ever. What is there keeps its time if it is added to. */
    boolean store(Mode mode, String key, String value, int seconds) throws Exception;

    /** Stores a value for so many seconds, 0 for ever. */
    default boolean set(String key, String value, int seconds) throws Exception {
        return store(Mode.SET, key, value, seconds);
    }

    /** Stores a value where none is. */
    default boolean add(String key, String value) throws Exception {
        return store(Mode.ADD, key, value, 0);
    }

    /** Stores a value where one is. */
    default boolean replace(String key, String value) throws Exception {
        return store(Mode.REPLACE, key, value, 0);
    }

    /** Puts something behind a value. */
    default boolean append(String key, String value) throws Exception {
        return store(Mode.APPEND, key, value, 0);
    }

    /** Puts something before a value. */
    default boolean prepend(String key, String value) throws Exception {
        return store(Mode.PREPEND, key, value, 0);
    }

    /** Returns a value. */
    @Nullable
    String get(String key) throws Exception;

    /** Returns the values of the keys that have one. */
    Map<String, String> getAll(List<String> keys) throws Exception;

    /** Returns a value with its token. */
    @Nullable
    Versioned gets(String key) throws Exception;

    /** Stores a value if the token is still right. */
    boolean compareAndSet(String key, long casToken, String value) throws Exception;

    /** Deletes a value. */
    boolean delete(String key) throws Exception;

    /** Gives a value another time to live. */
    boolean touch(String key, int seconds) throws Exception;

    /** Adds to a number that is there, or subtracts from it, and returns what it is then. */
    long count(String key, long by) throws Exception;

    /** Deletes everything. */
    void flush() throws Exception;

    /** Returns the node's general statistics. */
    Map<String, String> statistics() throws Exception;

    @Override
    void close() throws IOException;
}
