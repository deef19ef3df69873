package io.slabcache.client;

/**
 * What a client has counted for one node since it was created.
 *
 * @param node the node
 * @param state how the client stands with it
 * @param connections open connections
 * @param inFlight requests sent and not answered
 * @param requests requests sent
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
        long hits,
        long misses,
        long timeouts,
        long rejections,
        long serverErrors,
        long connects,
        long connectFailures,
        long connectionLosses,
        long bytesRead,
        long bytesWritten) {}
