package io.slabcache.server.command;

import io.slabcache.protocol.Opcode;
import io.slabcache.server.stats.Operation;
import org.jspecify.annotations.Nullable;

/** Which operation an opcode is, for the measurement of times. */
@SuppressWarnings("EnumOrdinal") // an index into an array that nobody else sees
final class BinaryOperations {
    private static final Operation[] BY_ORDINAL = new Operation[Opcode.values().length];

    static {
        for (Opcode opcode : Opcode.values()) {
            BY_ORDINAL[opcode.ordinal()] = switch (opcode.loud()) {
                case GET, GETK -> Operation.GET;
                case SET, ADD, REPLACE, APPEND, PREPEND -> Operation.SET;
                case DELETE -> Operation.DELETE;
                case INCREMENT, DECREMENT -> Operation.ARITHMETIC;
                case TOUCH, GAT, GATK -> Operation.TOUCH;
                default -> Operation.OTHER;
            };
        }
    }

    private BinaryOperations() {}

    static Operation of(@Nullable Opcode opcode) {
        return opcode == null ? Operation.OTHER : BY_ORDINAL[opcode.ordinal()];
    }
}
