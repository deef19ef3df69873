package io.slabcache.server.stats;

import java.util.Locale;

/** What a node counts of the requests of its clients, under the names that memcached's {@code stats} have. */
public enum Counter {
    /** Requests of retrieval. */
    CMD_GET,
    /** Requests of storage. */
    CMD_SET,
    /** Requests to flush. */
    CMD_FLUSH,
    /** Requests of a new expiry, with or without the value. */
    CMD_TOUCH,
    /** Meta commands. */
    CMD_META,
    /** Retrievals that found their key. */
    GET_HITS,
    /** Retrievals that did not. */
    GET_MISSES,
    /** Deletions of an absent key. */
    DELETE_MISSES,
    /** Deletions that took effect. */
    DELETE_HITS,
    /** Increments of an absent key. */
    INCR_MISSES,
    /** Increments that took effect. */
    INCR_HITS,
    /** Decrements of an absent key. */
    DECR_MISSES,
    /** Decrements that took effect. */
    DECR_HITS,
    /** Writes with a CAS token of an absent key. */
    CAS_MISSES,
    /** Writes with a CAS token that took effect. */
    CAS_HITS,
    /** Writes with another CAS token than the item's. */
    CAS_BADVAL,
    /** New expiries that took effect. */
    TOUCH_HITS,
    /** New expiries of an absent key. */
    TOUCH_MISSES,
    /** Items that were larger than the limit. */
    STORE_TOO_LARGE,
    /** Items for which there was no memory. */
    STORE_NO_MEMORY,
    /** Requests to authenticate. */
    AUTH_CMDS,
    /** Requests to authenticate that failed. */
    AUTH_ERRORS,
    /** Connections closed because they were silent for too long. */
    IDLE_KICKS,
    /** Bytes received. */
    BYTES_READ,
    /** Bytes handed to the sockets. */
    BYTES_WRITTEN,
    /** Answers refused and connections closed because too many bytes waited for clients. */
    RESPONSE_OBJ_OOM,
    /** How often a connection's requests were left unread because it had not taken its answers. */
    CONN_YIELDS;

    private final String statName = name().toLowerCase(Locale.ROOT);

    /**
     * Returns the name of the statistic.
     *
     * @return the name that memcached gives it
     */
    public String statName() {
        return statName;
    }
}
