package io.slabcache.server.command;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.RequestDecoder;
import io.slabcache.server.stats.CounterSet;
import io.slabcache.store.StoreResult;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** What the connections of one thread share: counters, and objects used within one request at a time, so that none is made for it. */
public final class ThreadState {
    /** A longer body is malformed, as with memcached. */
    static final int MAX_BODY_LENGTH = 1 << 30;

    private static final int MAX_SPARE_HEADS = 64;

    final Node node;
    final CounterSet counters;
    final RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
    final StoreResult result = new StoreResult();
    final byte[] key = new byte[FrameLayout.MAX_KEY_LENGTH];
    final BinaryCommands binaryCommands;
    private final ArrayDeque<ByteBuffer> spareHeads = new ArrayDeque<>();

    /**
     * Creates the state of one more thread.
     *
     * @param node the node
     */
    public ThreadState(Node node) {
        this.node = node;
        this.counters = node.statistics.newCounterSet();
        this.binaryCommands = new BinaryCommands(node, counters, decoder, key, result);
    }

    /**
     * Returns the thread's counters.
     *
     * @return the counters, for the thread alone
     */
    public CounterSet counters() {
        return counters;
    }

    /** Returns an empty buffer for the head of a request that arrives in pieces. */
    ByteBuffer takeHead() {
        ByteBuffer head = spareHeads.poll();
        return head == null ? ByteBuffer.allocate(BinaryConversation.MAX_HEAD_LENGTH) : head.clear();
    }

    void giveHead(ByteBuffer head) {
        if (spareHeads.size() < MAX_SPARE_HEADS) {
            spareHeads.push(head);
        }
    }
}
