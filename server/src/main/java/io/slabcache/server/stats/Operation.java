package io.slabcache.server.stats;

import java.util.Locale;

/** The kinds of requests whose times are measured apart. */
public enum Operation {
    /** Retrieval. */
    GET,
    /** Storage of every kind. */
    SET,
    /** Deletion. */
    DELETE,
    /** Counting up and down. */
    ARITHMETIC,
    /** A new expiry, with or without the value. */
    TOUCH,
    /** Everything else. */
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    /**
     * Returns the name for monitoring.
     *
     * @return the name in lower case
     */
    public String label() {
        return label;
    }
}
