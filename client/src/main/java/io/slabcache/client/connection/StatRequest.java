package io.slabcache.client.connection;

import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.Status;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a node for statistics: one response for each, and an empty one behind the last. */
final class StatRequest extends Request {
    private final byte[] group;
    private Map<String, String> statistics = new LinkedHashMap<>();
    private int errorCode;
    private String errorText = "";

    StatRequest(byte[] group) {
        this.group = group;
    }

    Map<String, String> statistics() {
        return statistics;
    }

    /** Returns the error that the node has answered with, null if none. */
    @Nullable
    MemcachedException error(NodeAddress node) {
        return errorCode == 0 ? null : Failures.serverError(Opcode.STAT, node, errorCode, errorText);
    }

    @Override
    Opcode opcode() {
        return Opcode.STAT;
    }

    @Override
    byte[] key() {
        return NO_BYTES;
    }

    @Override
    boolean isRepeatable() {
        return true;
    }

    @Override
    int opaqueCount() {
        return 1;
    }

    @Override
    long encodedLength() {
        return (long) FrameLayout.HEADER_LENGTH + group.length;
    }

    @Override
    void encode(OutputQueue out, int opaque, long tokenMask) {
        statistics = new LinkedHashMap<>();
        RequestEncoder.stat(out.room(FrameLayout.HEADER_LENGTH + group.length), opaque, group);
    }

    @Override
    boolean expects(int opcodeCode, int opaque) {
        return opaque == firstOpaque && opcodeCode == Opcode.STAT.code();
    }

    @Override
    void accept(Response response, NodeCounters counters) {
        if (response.statusCode() != Status.SUCCESS.code()) {
            counters.serverErrors++;
            errorCode = response.statusCode();
            errorText = response.text();
        } else if (!response.endsStatistics()) {
            statistics.put(
                    new String(response.key(), StandardCharsets.UTF_8),
                    new String(response.value(), StandardCharsets.UTF_8));
        }
    }

    @Override
    boolean isLast(Response response) {
        return response.statusCode() != Status.SUCCESS.code() || response.endsStatistics();
    }
}
