package io.slabcache.server.stats;

/**
 * What a node tells of one connection.
 *
 * @param number the connection's number
 * @param address where the client is
 * @param listenAddress where it was accepted
 * @param state what it is doing, in memcached's words
 * @param idleSeconds how long it has done nothing
 */
public record ConnectionFigure(int number, String address, String listenAddress, String state, int idleSeconds) {
    /**
     * Tells the figures under memcached's names.
     *
     * @param sink receives them
     */
    public void tell(StatSink sink) {
        sink.accept(number + ":addr", address);
        sink.accept(number + ":listen_addr", listenAddress);
        sink.accept(number + ":state", state);
        sink.accept(number + ":secs_since_last_cmd", idleSeconds);
    }
}
