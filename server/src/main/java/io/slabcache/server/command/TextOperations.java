package io.slabcache.server.command;

import io.slabcache.protocol.TextCommand;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.server.stats.LatencySet;
import io.slabcache.server.stats.Operation;

/** Which operation a text command is, for the measurement of times. */
final class TextOperations {
    private TextOperations() {}

    /**
     * Records what was just carried out, when something has ended: a command, one key of a retrieval, a data block.
     *
     * @return when the next one begins
     */
    static long record(TextRequestDecoder request, LatencySet latencies, long startNanos) {
        return switch (request.state()) {
            case COMMAND, KEY, DATA_END -> latencies.record(of(request.command()), startNanos);
            default -> startNanos;
        };
    }

    private static Operation of(TextCommand command) {
        return switch (command) {
            case GET, GETS, BGET, META_GET -> Operation.GET;
            case SET, ADD, REPLACE, APPEND, PREPEND, CAS, META_SET -> Operation.SET;
            case DELETE, META_DELETE -> Operation.DELETE;
            case INCR, DECR, META_ARITHMETIC -> Operation.ARITHMETIC;
            case TOUCH, GAT, GATS -> Operation.TOUCH;
            default -> Operation.OTHER;
        };
    }
}
