package io.slabcache.client;

/** What becomes of an operation whose node is down. */
public enum FailureMode {
    /** It fails at once with a {@link NodeUnavailableException}. No value is ever stale for it. */
    FAIL_FAST,
    /**
     * What can be repeated without harm (retrievals, touches, unconditional stores and deletes) is tried once more, on
     * the same node, within its deadline; the rest fails as in {@link #FAIL_FAST}.
     */
    RETRY_IDEMPOTENT,
    /**
     * It goes to one of the gutter nodes, which stand by for that, with a time to live of at most ten seconds.
     */
    GUTTER,
    /**
     * It goes to the next node in the placement's order. A node that comes back has what it had before, so values may be
     * stale: for keys whose values never change.
     */
    REDISTRIBUTE
}
