package io.slabcache.client.connection;

import io.slabcache.client.ConnectionLostException;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.ItemTooLargeException;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.OperationTimeoutException;
import io.slabcache.client.OverloadedException;
import io.slabcache.client.ServerErrorException;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.Status;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The exceptions that operations end with. Each message names the operation and the node. */
final class Failures {
    /** What memcached keeps for an item beside its value: header and token. */
    private static final int ITEM_HEADER_LENGTH = 48 + Long.BYTES;

    /** Behind the key. */
    private static final int KEY_END_LENGTH = 1;

    /** Behind the value. */
    private static final int VALUE_END_LENGTH = 2;

    private Failures() {}

    static MemcachedException timedOut(Opcode opcode, NodeAddress node, long timeoutNanos, boolean unknown) {
        return new OperationTimeoutException(
                "node must answer before the deadline: " + describe(opcode, node) + ", timeoutMillis="
                        + TimeUnit.NANOSECONDS.toMillis(timeoutNanos),
                unknown,
                null);
    }

    static MemcachedException interrupted(Opcode opcode, NodeAddress node, boolean unknown) {
        return new InterruptedOperationException(
                "caller must not be interrupted while it waits: " + describe(opcode, node), unknown, null);
    }

    static MemcachedException interruptedAtEntry() {
        return new InterruptedOperationException(
                "caller must not be interrupted when it calls: thread="
                        + Thread.currentThread().getName(),
                false,
                null);
    }

    static MemcachedException lost(Opcode opcode, NodeAddress node, boolean unknown, @Nullable Throwable cause) {
        return new ConnectionLostException(
                "connection must last until the answer: " + describe(opcode, node) + ", cause=" + reason(cause),
                unknown,
                cause);
    }

    static MemcachedException unavailable(Opcode opcode, NodeAddress node, @Nullable Throwable cause) {
        return new NodeUnavailableException(
                "node must be connected: " + describe(opcode, node) + ", cause=" + reason(cause), false, cause);
    }

    static MemcachedException overloaded(Opcode opcode, NodeAddress node) {
        return new OverloadedException(
                "no more may be in flight than the client's limits: " + describe(opcode, node), false, null);
    }

    static MemcachedException tooManyWait(Opcode opcode, NodeAddress node) {
        return new OverloadedException(
                "no more may wait for a connection than may be in flight: " + describe(opcode, node), false, null);
    }

    static MemcachedException serverError(Opcode opcode, NodeAddress node, int statusCode, String text) {
        return new ServerErrorException(
                "node must carry the operation out: " + describe(opcode, node) + ", status=" + Status.of(statusCode)
                        + ", statusCode=0x" + Integer.toHexString(statusCode) + ", answer=" + text,
                statusCode,
                null);
    }

    static MemcachedException tooLarge(
            Opcode opcode, NodeAddress node, int keyLength, int clientFlags, int valueLength, long maxItemSize) {
        long max = maxItemSize == 0 ? -1 : Math.max(0, maxItemSize - overhead(keyLength, clientFlags));
        return new ItemTooLargeException(
                "value must not be longer than the node takes: " + describe(opcode, node) + ", valueLength="
                        + valueLength + ", maxValueLength=" + (max < 0 ? "unknown" : Long.toString(max)),
                valueLength,
                max);
    }

    /** Returns a failure as it is when an earlier attempt of the operation may have been carried out. */
    static MemcachedException outcomeUnknown(MemcachedException failure) {
        if (failure.isOutcomeUnknown()) {
            return failure;
        }
        String message = failure.getMessage() + ", earlierAttempt=unknown";
        Throwable cause = failure.getCause();
        if (failure instanceof OperationTimeoutException) {
            return new OperationTimeoutException(message, true, cause);
        }
        if (failure instanceof InterruptedOperationException) {
            return new InterruptedOperationException(message, true, cause);
        }
        if (failure instanceof ConnectionLostException) {
            return new ConnectionLostException(message, true, cause);
        }
        if (failure instanceof NodeUnavailableException) {
            return new NodeUnavailableException(message, true, cause);
        }
        if (failure instanceof OverloadedException) {
            return new OverloadedException(message, true, cause);
        }
        if (failure instanceof ServerErrorException error) {
            return new ServerErrorException(message, error.statusCode(), true, cause);
        }
        if (failure instanceof ItemTooLargeException tooLarge) {
            return new ItemTooLargeException(message, tooLarge.valueLength(), tooLarge.maxValueLength(), true);
        }
        return new MemcachedException(message, true, cause);
    }

    /** Tells whether a node takes an item. A limit of 0 is not known. */
    static boolean isTooLarge(int keyLength, int clientFlags, int valueLength, long maxItemSize) {
        return maxItemSize > 0 && overhead(keyLength, clientFlags) + valueLength > maxItemSize;
    }

    private static long overhead(int keyLength, int clientFlags) {
        return (long) ITEM_HEADER_LENGTH
                + keyLength
                + KEY_END_LENGTH
                + (clientFlags == 0 ? 0 : Integer.BYTES)
                + VALUE_END_LENGTH;
    }

    private static String describe(Opcode opcode, NodeAddress node) {
        return "operation=" + opcode + ", node=" + node;
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        String message = cause.getMessage();
        if (cause instanceof Error) {
            // Its message alone says little: the name of a class, say.
            return cause.toString();
        }
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
