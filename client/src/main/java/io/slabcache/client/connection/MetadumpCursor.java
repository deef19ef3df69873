package io.slabcache.client.connection;

import io.slabcache.client.ConnectionLostException;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.OperationTimeoutException;
import io.slabcache.protocol.MetadumpDecoder;
import io.slabcache.protocol.MetadumpOrder;
import io.slabcache.protocol.MetadumpState;
import io.slabcache.protocol.TextRequestEncoder;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one node's dump after the other, while they are sent: no more is kept than one buffer, and a caller that stops
 * advancing makes the server wait.
 */
final class MetadumpCursor implements KeyCursor {
    /* Implementation notes

    Order. Along the hash table every item that stays is told once. Along the LRU queues, the order of old servers, an item
    that is moved meanwhile may be passed over: that is used only where the server does not know the other.

    Busy. A server crawls for one client at a time. Whoever comes second is told so at once and tries again. */

    private static final Logger LOG = LoggerFactory.getLogger(MetadumpCursor.class);

    /** How long a server may send nothing. A crawl that finds nothing for a while is silent. */
    static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(30);

    /** How long a server may be busy with other crawls. */
    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long MAX_PAUSE_MILLIS = 500;
    private static final String BAD_CLASS = "BADCLASS";

    private final Iterator<NodeAddress> nodes;
    private final Dialer dialer;
    private final Pauses pauses;
    private MetadumpDecoder decoder = new MetadumpDecoder();
    private MetadumpOrder order = MetadumpOrder.HASH;

    /** The node that is being read or was read last. */
    private @Nullable NodeAddress node;

    /** Null before and after each node's dump. Written by the thread that advances; others close it. */
    private volatile @Nullable TextConnection connection;

    /** Set once. */
    private volatile boolean closed;

    private boolean atKey;

    MetadumpCursor(List<NodeAddress> nodes, Dialer dialer, Pauses pauses) {
        this.nodes = List.copyOf(nodes).iterator();
        this.dialer = dialer;
        this.pauses = pauses;
    }

    /** How to wait for a server that is busy. */
    @FunctionalInterface
    interface Pauses {
        void pause(long millis) throws InterruptedException;
    }

    @Override
    public boolean advance() {
        atKey = false;
        while (true) {
            requireOpen();
            TextConnection current = connection;
            if (current == null) {
                if (!nodes.hasNext()) {
                    return false;
                }
                node = nodes.next();
                begin(node);
            } else if (advance(current, nodeOrThrow())) {
                atKey = true;
                return true;
            }
        }
    }

    private void begin(NodeAddress next) {
        decoder = new MetadumpDecoder();
        order = MetadumpOrder.HASH;
        TextConnection opened;
        try {
            opened = TextConnection.open(dialer, next);
        } catch (IOException e) {
            if (closed || Thread.currentThread().isInterrupted()) {
                throw failed(next, e);
            }
            throw new NodeUnavailableException(
                    "node must be reached to walk over its keys: node=" + next + ", cause=" + e.getMessage(), false, e);
        }
        connection = opened;
        try {
            request(opened);
        } catch (IOException e) {
            endNode();
            throw failed(next, e);
        }
        if (closed) {
            endNode();
        }
    }

    private void request(TextConnection to) throws IOException {
        to.send(out -> TextRequestEncoder.metadump(out, order), Deadline.in(SILENCE_TIMEOUT));
    }

    /** Returns false at the end of the node's dump. */
    private boolean advance(TextConnection from, NodeAddress current) {
        try {
            MetadumpState state = next(from);
            long waited = 0;
            long pause = FIRST_PAUSE_MILLIS;
            while (state != MetadumpState.ITEM && state != MetadumpState.END) {
                if (state == MetadumpState.BUSY) {
                    if (waited >= BUSY_TIMEOUT.toMillis()) {
                        throw new OperationTimeoutException(
                                "server must be done with other crawls of its keys in time: node=" + current
                                        + ", timeout=" + BUSY_TIMEOUT,
                                false,
                                null);
                    }
                    pauses.pause(pause);
                    waited += pause;
                    pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
                } else {
                    requireOlderOrder(current);
                }
                request(from);
                state = next(from);
            }
            if (state == MetadumpState.END) {
                endNode();
            }
            return state == MetadumpState.ITEM;
        } catch (IOException e) {
            endNode();
            throw failed(current, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            endNode();
            throw new InterruptedOperationException(
                    "walk over the keys must not be interrupted: node=" + current, false, e);
        } catch (MemcachedException e) {
            endNode();
            throw e;
        }
    }

    private MetadumpState next(TextConnection from) throws IOException {
        return from.receive(this::decode, Deadline.in(SILENCE_TIMEOUT));
    }

    private @Nullable MetadumpState decode(ByteBuffer in) {
        MetadumpState state = decoder.decode(in);
        return state == MetadumpState.INCOMPLETE ? null : state;
    }

    /** Goes over to the order that old servers know, if that is what the server's refusal may mean. */
    private void requireOlderOrder(NodeAddress current) {
        String answer = decoder.errorText();
        if (order == MetadumpOrder.ALL || !answer.startsWith(BAD_CLASS)) {
            throw new MemcachedException(
                    "server must allow lru_crawler metadump, which a start with -X or -o no_lru_crawler, the command"
                            + " lru_crawler disable and proxies forbid: node=" + current + ", answer=" + answer,
                    false,
                    null);
        }
        order = MetadumpOrder.ALL;
    }

    private MemcachedException failed(NodeAddress at, IOException cause) {
        if (closed) {
            throw new IllegalStateException("cursor must not be closed: node=" + at, cause);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new InterruptedOperationException(
                    "walk over the keys must not be interrupted: node=" + at, false, cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return new OperationTimeoutException(
                    "server must go on telling its keys: node=" + at + ", cause=" + cause.getMessage(), false, cause);
        }
        return new ConnectionLostException(
                "connection must last until all keys are told: node=" + at + ", cause=" + cause.getMessage(),
                false,
                cause);
    }

    private void endNode() {
        TextConnection ended = connection;
        connection = null;
        if (ended != null) {
            try {
                ended.close();
            } catch (IOException e) {
                LOG.debug("connection could not be closed: node={}", node, e);
            }
        }
    }

    @Override
    public byte[] key() {
        requireKey();
        return decoder.copyKey();
    }

    @Override
    public NodeAddress node() {
        requireKey();
        return nodeOrThrow();
    }

    private NodeAddress nodeOrThrow() {
        NodeAddress current = node;
        if (current == null) {
            throw new NoSuchElementException("cursor must be at a key");
        }
        return current;
    }

    private void requireKey() {
        requireOpen();
        if (!atKey) {
            throw new NoSuchElementException("cursor must be at a key");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("cursor must not be closed: node=" + node);
        }
    }

    /** May be called by any thread; one that advances meanwhile fails. */
    @Override
    public void close() {
        closed = true;
        endNode();
    }
}
