package io.slabcache.bench.client;

import java.util.concurrent.Future;

/**
 * A client, or a bare socket, under load. Operations name keys by their index in a table that is made beforehand, so that
 * each contestant has them in the form that its users have. Used by several threads if the task has several.
 */
interface Contestant extends AutoCloseable {
    /** The number of keys. */
    int KEYS = 10_000;

    /** The length of a value. */
    int VALUE_LENGTH = 100;

    /** Writes all keys. Called once, before anything else. */
    void prepare() throws Exception;

    /**
     * Retrieves one value and waits for it.
     *
     * @param key the index of the key
     * @return the length of the value, -1 for none
     */
    int get(int key) throws Exception;

    /** Begins to retrieve one value. */
    default Future<?> begin(int key) {
        throw new UnsupportedOperationException("no asynchronous form: contestant=" + getClass());
    }

    /**
     * Retrieves the values of several keys and waits for all.
     *
     * @param keys which list of {@link KeyLists}
     * @return how many were found
     */
    default int getAll(KeyLists keys, int list) throws Exception {
        throw new UnsupportedOperationException("no bulk form: contestant=" + getClass());
    }

    /** Stores one value and waits until it is stored. */
    default void set(int key, byte[] value) throws Exception {
        throw new UnsupportedOperationException("no writing form: contestant=" + getClass());
    }

    @Override
    void close() throws Exception;
}
