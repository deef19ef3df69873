package io.slabcache.client.connection;

import io.slabcache.client.Item;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Retrieves several items of one node. The elements without an outcome were not there. */
final class GetPipeline extends Pipeline {
    private final List<byte[]> keys;
    private final byte @Nullable [] companionKey;

    /** Guarded by leadership. */
    private int hits;

    /**
     * Creates a pipeline.
     *
     * @param companionKey what to retrieve before all others, null for nothing
     */
    GetPipeline(Node node, List<byte[]> keys, int[] places, int from, int to, byte @Nullable [] companionKey) {
        super(node, Opcode.GETQ, places, from, to, companionKey == null ? 0 : 1);
        this.keys = keys;
        this.companionKey = companionKey;
    }

    private byte[] keyOf(int element) {
        byte[] companion = companionKey;
        return companion != null && element == 0 ? companion : keys.get(place(element));
    }

    @Override
    byte[] key() {
        return keys.get(place(leading()));
    }

    @Override
    long encodedLength() {
        long length = (long) (size() + 1) * FrameLayout.HEADER_LENGTH;
        for (int element = 0; element < size(); element++) {
            length += keyOf(element).length;
        }
        return length;
    }

    @Override
    void encode(int element, OutputQueue out, int opaque) {
        byte[] key = keyOf(element);
        RequestEncoder.get(out.room(FrameLayout.HEADER_LENGTH + key.length), Opcode.GETQ, opaque, key);
    }

    @Override
    void accept(int element, Response response, NodeCounters counters) {
        if (response.statusCode() == Status.SUCCESS.code()) {
            hits++;
            outcome(element, new Item(response.value(), response.clientFlags(), response.casToken()));
        } else {
            outcome(element, error(response, counters, node.address()));
        }
    }

    @Override
    void closed(NodeCounters counters) {
        counters.hits += hits;
        counters.misses += size() - hits;
    }
}
