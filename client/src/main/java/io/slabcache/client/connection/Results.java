package io.slabcache.client.connection;

import io.slabcache.client.Item;
import io.slabcache.client.ItemPair;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.WriteResult;
import io.slabcache.client.WriteStatus;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.Status;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What an answered request means for whoever asked. */
final class Results {
    private static final int SUCCESS = Status.SUCCESS.code();
    private static final int NOT_FOUND = Status.KEY_NOT_FOUND.code();

    private Results() {}

    static @Nullable Item item(SingleRequest request, NodeAddress node) {
        if (request.statusCode() == SUCCESS) {
            return new Item(request.resultValue(), request.resultFlags(), request.resultToken());
        }
        if (request.statusCode() == NOT_FOUND) {
            return null;
        }
        throw error(request, node);
    }

    static WriteResult write(SingleRequest request, NodeAddress node) {
        WriteResult result = write(request.opcode(), request.statusCode(), request.resultToken());
        if (result == null) {
            throw error(request, node);
        }
        return result;
    }

    /** Returns what a status of a write means, null if it is an error. */
    static @Nullable WriteResult write(Opcode opcode, int statusCode, long token) {
        return switch (Status.of(statusCode)) {
            case SUCCESS ->
                opcode.loud() == Opcode.DELETE ? WriteResult.REMOVED : new WriteResult(WriteStatus.DONE, token);
            case KEY_NOT_FOUND -> WriteResult.NOT_FOUND;
            case KEY_EXISTS -> WriteResult.EXISTS;
            case NOT_STORED -> WriteResult.NOT_STORED;
            default -> null;
        };
    }

    static OptionalLong counter(SingleRequest request, NodeAddress node) {
        if (request.statusCode() == SUCCESS) {
            return OptionalLong.of(request.resultCounter());
        }
        if (request.statusCode() == NOT_FOUND) {
            return OptionalLong.empty();
        }
        throw error(request, node);
    }

    static long count(SingleRequest request, NodeAddress node) {
        if (request.statusCode() != SUCCESS) {
            throw error(request, node);
        }
        return request.resultCounter();
    }

    static boolean touched(SingleRequest request, NodeAddress node) {
        if (request.statusCode() == SUCCESS) {
            return true;
        }
        if (request.statusCode() == NOT_FOUND) {
            return false;
        }
        throw error(request, node);
    }

    /** Returns the text that was asked for, or nothing where only success counts. */
    static String text(SingleRequest request, NodeAddress node) {
        if (request.statusCode() != SUCCESS) {
            throw error(request, node);
        }
        return request.resultText();
    }

    static ItemPair pair(PairRequest request, NodeAddress node) {
        MemcachedException error = request.error(node);
        if (error != null) {
            throw error;
        }
        return new ItemPair(request.item(), request.companion());
    }

    static Map<String, String> statistics(StatRequest request, NodeAddress node) {
        MemcachedException error = request.error(node);
        if (error != null) {
            throw error;
        }
        return Collections.unmodifiableMap(request.statistics());
    }

    private static MemcachedException error(SingleRequest request, NodeAddress node) {
        int statusCode = request.statusCode();
        MemcachedException error = statusCode == Status.TOO_LARGE.code()
                ? Failures.tooLarge(
                        request.opcode(),
                        node,
                        request.key().length,
                        request.sentFlags(),
                        request.sentValue().length,
                        0)
                : Failures.serverError(request.opcode(), node, statusCode, request.resultText());
        return request.mayHaveRun ? Failures.outcomeUnknown(error) : error;
    }
}
