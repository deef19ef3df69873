package io.slabcache.client.connection;

/**
 * What one connection has counted. Each field is written under one guard, and read without it for metrics: plain fields,
 * whose readers may see them a moment late.
 */
final class NodeCounters {
    /** Guarded by the append lock. */
    long requests;

    /** Guarded by leadership. */
    long answers;

    /** What the answers took together. Guarded by leadership. */
    long answerNanos;

    /** Guarded by leadership. */
    long hits;

    /** Guarded by leadership. */
    long misses;

    /** Guarded by leadership. */
    long serverErrors;

    /** Guarded by leadership. */
    long bytesRead;

    /** Adds what another has counted. */
    void add(NodeCounters other) {
        requests += other.requests;
        answers += other.answers;
        answerNanos += other.answerNanos;
        hits += other.hits;
        misses += other.misses;
        serverErrors += other.serverErrors;
        bytesRead += other.bytesRead;
    }
}
