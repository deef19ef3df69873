package io.slabcache.client.connection;

import io.slabcache.client.WriteResult;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import java.util.List;

/** Removes several items of one node. */
final class DeletePipeline extends Pipeline {
    private final List<byte[]> keys;

    DeletePipeline(Node node, List<byte[]> keys, int[] places, int from, int to) {
        super(node, Opcode.DELETEQ, places, from, to, 0);
        this.keys = keys;
    }

    @Override
    byte[] key() {
        return keys.get(place(0));
    }

    @Override
    long encodedLength() {
        long length = (long) (size() + 1) * FrameLayout.HEADER_LENGTH;
        for (int element = 0; element < size(); element++) {
            length += keys.get(place(element)).length;
        }
        return length;
    }

    @Override
    void encode(int element, OutputQueue out, int opaque) {
        byte[] key = keys.get(place(element));
        RequestEncoder.delete(out.room(FrameLayout.HEADER_LENGTH + key.length), Opcode.DELETEQ, opaque, 0, key);
    }

    @Override
    void accept(int element, Response response, NodeCounters counters) {
        WriteResult result = Results.write(Opcode.DELETE, response.statusCode(), response.casToken());
        outcome(element, result == null ? error(response, counters, node.address()) : result);
    }

    @Override
    void closed(NodeCounters counters) {
        for (int element = 0; element < size(); element++) {
            if (outcome(element) == null) {
                outcome(element, WriteResult.REMOVED);
            }
        }
    }
}
