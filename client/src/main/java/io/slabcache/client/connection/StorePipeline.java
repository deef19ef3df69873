package io.slabcache.client.connection;

import io.slabcache.client.NodeAddress;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.client.WriteStatus;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.Status;
import java.util.List;

/** Stores several items on one node. What the node would refuse for its size, which would cost the old item, is not sent. */
final class StorePipeline extends Pipeline {
    /** What an item gets that is stored quietly: nobody tells its token. */
    private static final WriteResult STORED = new WriteResult(WriteStatus.DONE, 0);

    private final List<StoreRequest> items;
    private final long[] exptimes;
    private final long maxItemSize;
    private final boolean gutter;

    StorePipeline(
            Node node,
            List<StoreRequest> items,
            long[] exptimes,
            int[] places,
            int from,
            int to,
            long maxItemSize,
            boolean gutter) {
        super(node, Opcode.SETQ, places, from, to, 0);
        this.items = items;
        this.exptimes = exptimes;
        this.maxItemSize = maxItemSize;
        this.gutter = gutter;
    }

    @Override
    byte[] key() {
        return items.get(place(0)).key();
    }

    private boolean isTooLarge(StoreRequest item) {
        return Failures.isTooLarge(item.key().length, item.clientFlags(), item.value().length, maxItemSize);
    }

    static long encodedLength(StoreRequest item) {
        return (long) FrameLayout.HEADER_LENGTH
                + FrameLayout.STORE_EXTRAS_LENGTH
                + item.key().length
                + item.value().length;
    }

    @Override
    long encodedLength() {
        long length = FrameLayout.HEADER_LENGTH;
        for (int element = 0; element < size(); element++) {
            StoreRequest item = items.get(place(element));
            length += isTooLarge(item) ? 0 : encodedLength(item);
        }
        return length;
    }

    @Override
    void encode(int element, OutputQueue out, int opaque) {
        StoreRequest item = items.get(place(element));
        if (isTooLarge(item)) {
            outcome(element, tooLarge(item, node.address(), maxItemSize));
            return;
        }
        long exptime = exptimes[place(element)];
        byte[] key = item.key();
        byte[] value = item.value();
        RequestEncoder.storeHead(
                out.room(FrameLayout.HEADER_LENGTH + FrameLayout.STORE_EXTRAS_LENGTH + key.length),
                Opcode.SETQ,
                opaque,
                0,
                key,
                item.clientFlags(),
                gutter ? SingleRequest.limitedTimeToLive(exptime) : exptime,
                value.length);
        out.put(value);
    }

    private static Object tooLarge(StoreRequest item, NodeAddress address, long max) {
        return Failures.tooLarge(Opcode.SET, address, item.key().length, item.clientFlags(), item.value().length, max);
    }

    @Override
    void accept(int element, Response response, NodeCounters counters) {
        WriteResult result = Results.write(Opcode.SET, response.statusCode(), response.casToken());
        if (result != null) {
            outcome(element, result);
        } else if (response.statusCode() == Status.TOO_LARGE.code()) {
            counters.serverErrors++;
            outcome(element, tooLarge(items.get(place(element)), node.address(), 0));
        } else {
            outcome(element, error(response, counters, node.address()));
        }
    }

    @Override
    void closed(NodeCounters counters) {
        for (int element = 0; element < size(); element++) {
            if (outcome(element) == null) {
                outcome(element, STORED);
            }
        }
    }
}
