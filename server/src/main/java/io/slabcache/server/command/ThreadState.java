package io.slabcache.server.command;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.RequestDecoder;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.stats.CounterSet;
import io.slabcache.server.stats.LatencySet;
import io.slabcache.store.StoreResult;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What the connections of one thread share: counters, and objects used within one request at a time, so that none is made for it. */
public final class ThreadState {
    /** A longer body is malformed, as with memcached. */
    static final int MAX_BODY_LENGTH = 1 << 30;

    private static final int MAX_SPARES = 64;
    private static final int MAX_META_FLAGS_LENGTH = 512;

    final Node node;
    final CounterSet counters;

    /** Null if times are not measured. */
    final @Nullable LatencySet latencies;

    final RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
    final StoreResult result = new StoreResult();
    final byte[] key = new byte[FrameLayout.MAX_KEY_LENGTH];
    final BinaryCommands binaryCommands;
    final TextCommands textCommands;
    final MetaCommands metaCommands;
    final Administration administration;

    /** The number of the connection whose request is carried out. */
    int connection;

    /** The flags of a meta answer that is written when its data block has come. */
    final byte[] metaFlagBytes = new byte[MAX_META_FLAGS_LENGTH];

    /** The same as a buffer, behind whose position nothing was written. */
    final ByteBuffer metaFlags = ByteBuffer.wrap(metaFlagBytes);

    private final ArrayDeque<ByteBuffer> spareHeads = new ArrayDeque<>();
    private final ArrayDeque<ByteBuffer> spareLines = new ArrayDeque<>();

    /**
     * Creates the state of one more thread.
     *
     * @param node the node
     */
    public ThreadState(Node node) {
        this.node = node;
        this.counters = node.statistics.newCounterSet();
        this.latencies = node.statistics.newLatencySet();
        this.binaryCommands = new BinaryCommands(this);
        this.textCommands = new TextCommands(this);
        this.metaCommands = new MetaCommands(this);
        this.administration = new Administration(this);
    }

    /**
     * Returns the thread's counters.
     *
     * @return the counters, for the thread alone
     */
    public CounterSet counters() {
        return counters;
    }

    /**
     * Returns the rules of whom the node lets in.
     *
     * @return the rules
     */
    public AccessRules access() {
        return node.access;
    }

    /**
     * Returns how loudly the ends and faults of connections are logged, which clients may set by {@code verbosity}.
     *
     * @return the level
     */
    public Level logLevel() {
        return node.statistics.verbosity() > 0 ? Level.INFO : Level.DEBUG;
    }

    /** Returns an empty buffer for the head of a request that arrives in pieces. */
    ByteBuffer takeHead() {
        ByteBuffer head = spareHeads.poll();
        return head == null ? ByteBuffer.allocate(BinaryConversation.MAX_HEAD_LENGTH) : head.clear();
    }

    void giveHead(ByteBuffer head) {
        if (spareHeads.size() < MAX_SPARES) {
            spareHeads.push(head);
        }
    }

    /** Returns an empty buffer for a line of text that arrives in pieces. */
    ByteBuffer takeLine() {
        ByteBuffer line = spareLines.poll();
        return line == null ? ByteBuffer.allocate(TextRequestDecoder.MAX_LINE_LENGTH) : line.clear();
    }

    void giveLine(ByteBuffer line) {
        if (spareLines.size() < MAX_SPARES) {
            spareLines.push(line);
        }
    }
}
