package io.slabcache.client.connection;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.Status;
import org.jspecify.annotations.Nullable;

/** Retrieves two items of one node: the companion quietly, then the item, whose answer closes the pair. */
final class PairRequest extends Request {
    private final byte[] key;
    private final byte[] companionKey;

    private @Nullable Item item;
    private @Nullable Item companion;

    /** The first status that is neither a hit nor a miss, 0 if there is none. */
    private int errorCode;

    private String errorText = "";

    /** Guarded by leadership. */
    private boolean companionPassed;

    PairRequest(byte[] key, byte[] companionKey) {
        this.key = key;
        this.companionKey = companionKey;
    }

    @Nullable
    Item item() {
        return item;
    }

    @Nullable
    Item companion() {
        return companion;
    }

    /** Returns the error that the node has answered with, null if none. */
    @Nullable
    MemcachedException error(NodeAddress node) {
        return errorCode == 0 ? null : Failures.serverError(Opcode.GET, node, errorCode, errorText);
    }

    @Override
    Opcode opcode() {
        return Opcode.GET;
    }

    @Override
    byte[] key() {
        return key;
    }

    @Override
    boolean isRepeatable() {
        return true;
    }

    @Override
    int opaqueCount() {
        return 2;
    }

    @Override
    long encodedLength() {
        return 2L * FrameLayout.HEADER_LENGTH + companionKey.length + key.length;
    }

    @Override
    void encode(OutputQueue out, int opaque, long tokenMask) {
        item = null;
        companion = null;
        companionPassed = false;
        RequestEncoder.get(
                out.room(FrameLayout.HEADER_LENGTH + companionKey.length), Opcode.GETQ, opaque, companionKey);
        RequestEncoder.get(out.room(FrameLayout.HEADER_LENGTH + key.length), Opcode.GET, opaque + 1, key);
    }

    @Override
    boolean expects(int opcodeCode, int opaque) {
        return opaque == firstOpaque
                ? !companionPassed && opcodeCode == Opcode.GETQ.code()
                : opaque == firstOpaque + 1 && opcodeCode == Opcode.GET.code();
    }

    @Override
    void accept(Response response, NodeCounters counters) {
        boolean last = isLast(response);
        companionPassed = true;
        if (response.statusCode() == Status.SUCCESS.code()) {
            counters.hits++;
            Item found = new Item(response.value(), response.clientFlags(), response.casToken());
            if (last) {
                item = found;
            } else {
                companion = found;
            }
        } else if (response.statusCode() == Status.KEY_NOT_FOUND.code()) {
            counters.misses++;
        } else if (errorCode == 0) {
            counters.serverErrors++;
            errorCode = response.statusCode();
            errorText = response.text();
        }
    }

    @Override
    boolean isLast(Response response) {
        return response.opaque() != firstOpaque;
    }
}
