package io.slabcache.server.stats;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of keys by what they begin with, up to a colon, while a client has asked for that. Costs one read of a field while nobody
 * has. Safe for use by any number of threads.
 */
public final class PrefixStatistics {
    /** What ends the counted part of a key. */
    static final String DELIMITER = ":";

    private static final byte DELIMITER_BYTE = ':';

    /** Of more nothing is counted: whoever may store keys could make up as many as there is memory. */
    private static final int MAX_PREFIXES = 10_000;

    private static final class Counts {
        final LongAdder gets = new LongAdder();
        final LongAdder hits = new LongAdder();
        final LongAdder sets = new LongAdder();
        final LongAdder deletes = new LongAdder();
    }

    private final Map<String, Counts> byPrefix = new ConcurrentHashMap<>();
    private volatile boolean counting;

    /** Counts nothing yet. */
    public PrefixStatistics() {}

    /**
     * Begins or ends to count. What was counted stays.
     *
     * @param count whether to count from now on
     */
    public void setCounting(boolean count) {
        counting = count;
    }

    boolean isCounting() {
        return counting;
    }

    /**
     * Counts a retrieval, if that is asked for.
     *
     * @param key holds the key from 0 on
     * @param length the key's length
     * @param found whether there was an item
     */
    public void get(byte[] key, int length, boolean found) {
        Counts counts = counting ? counts(key, length) : null;
        if (counts != null) {
            counts.gets.increment();
            if (found) {
                counts.hits.increment();
            }
        }
    }

    /**
     * Counts an attempt to store, if that is asked for.
     *
     * @param key holds the key from 0 on
     * @param length the key's length
     */
    public void set(byte[] key, int length) {
        Counts counts = counting ? counts(key, length) : null;
        if (counts != null) {
            counts.sets.increment();
        }
    }

    /**
     * Counts an attempt to delete, if that is asked for.
     *
     * @param key holds the key from 0 on
     * @param length the key's length
     */
    public void delete(byte[] key, int length) {
        Counts counts = counting ? counts(key, length) : null;
        if (counts != null) {
            counts.deletes.increment();
        }
    }

    private @Nullable Counts counts(byte[] key, int length) {
        int end = 0;
        while (end < length && key[end] != DELIMITER_BYTE) {
            end++;
        }
        if (end == length) {
            return null;
        }
        String prefix = new String(key, 0, end, StandardCharsets.ISO_8859_1);
        Counts known = byPrefix.get(prefix);
        if (known != null || byPrefix.size() >= MAX_PREFIXES) {
            return known;
        }
        return byPrefix.computeIfAbsent(prefix, absent -> new Counts());
    }

    /** Forgets what was counted. */
    void clear() {
        byPrefix.clear();
    }

    /**
     * Tells what was counted.
     *
     * @return one line for each prefix, without its end, a character for each byte
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(byPrefix.size());
        byPrefix.forEach((prefix, counts) -> lines.add("PREFIX " + prefix + " get " + counts.gets.sum() + " hit "
                + counts.hits.sum() + " set " + counts.sets.sum() + " del " + counts.deletes.sum()));
        return lines;
    }
}
