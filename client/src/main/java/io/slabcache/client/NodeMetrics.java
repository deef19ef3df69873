package io.slabcache.client;

/**
 * What a client has counted for one node since it was created.
 *
 * @param node the node
 * @param state how the client stands with it
 * @param connections open connections
 * @param inFlight requests sent and not answered
 * @param requests requests sent
 * @param answers requests that were answered, late ones included; what is sent together and answered together, as for several
 *     keys, is one
 * @param answerNanos the time in nanoseconds that all these answers took together, each from when its request was put into
 *     line until its answer was read
 * @param hits retrievals that found an item
 * @param misses retrievals that found none
 * @param timeouts operations that ended at their deadline
 * @param rejections operations refused because too much was in flight or the node was down
 * @param serverErrors answers that are errors
 * @param connects connections made, the first included
 * @param connectFailures attempts to connect that failed
 * @param connectionLosses connections that ended otherwise than by {@link MemcachedClient#close}
 * @param bytesRead bytes received
 * @param bytesWritten bytes sent
 */
public record NodeMetrics(
        NodeAddress node,
        NodeState state,
        int connections,
        int inFlight,
        long requests,
        long answers,
        long answerNanos,
        long hits,
        long misses,
        long timeouts,
        long rejections,
        long serverErrors,
        long connects,
        long connectFailures,
        long connectionLosses,
        long bytesRead,
        long bytesWritten) {
    /**
     * Returns how long an answer took on average. For the recent past take the difference of two snapshots.
     *
     * @return nanoseconds, 0 if nothing was answered
     */
    public double meanAnswerNanos() {
        return answers == 0 ? 0 : (double) answerNanos / answers;
    }
}
