package io.slabcache.jcache.internal.remote;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.WriteResult;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.store.StoreClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generations of one cache, one for each node. An entry belongs to the generation in which it was written; those of
 * an earlier one are gone. Safe for use by several threads.
 */
final class Generations {
    /* Implementation notes

    The number. Milliseconds of the clock above, 16 random bits below, so that a generation made anew after the item was
    evicted is not one that entries carry, and nobody's entries come back.

    Only upward. The client keeps the highest generation that it has seen on a node or wanted for it. A node that has none
    has lost it, a node that has a lower one was down while the cache was cleared, or another client with a slow clock
    made one: both get a newer one, which clears the cache on that node once more. That is the safe direction.

    Nodes that are away. A node that is down, or not among the client's at present, is to have the new generation when it is
    back: what is wanted for it is kept, enforced by whoever uses it next, and by ClearRetries if nobody does. A node that
    was never heard of before the clear gets the floor, the generation that the last clear wanted everywhere.

    Who asks when. A read asks for the generation in the same packet as for the entry, unless it was learnt less than
    `cacheNanos` ago. A write stamps the generation that was learnt at most STAMP_NANOS ago, so that what is put after
    somebody else cleared the cache is lost for a second at most. */

    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

    /** The client flags of a generation. */
    static final int CLIENT_FLAGS = 0x5300_0101;

    /** How old a generation may be that a write is stamped with. */
    private static final long STAMP_NANOS = 1_000_000_000;

    private static final int RANDOM_BITS = 16;

    /** No generation that a clock makes is as high, before the year 4199. */
    private static final long LIMIT = 1L << 62;

    private final MemcachedClient client;
    private final byte[] key;
    private final StoreClock clock;
    private final long cacheNanos;
    private final ClearRetries retries;
    private final Map<NodeAddress, NodeGeneration> nodes = new ConcurrentHashMap<>();

    /** What nodes must have of which nothing is known. */
    private final AtomicLong floor = new AtomicLong(NodeGeneration.NONE);

    /**
     * Creates generations of which nothing is known.
     *
     * @param client talks to the nodes
     * @param key the key of the generation on every node
     * @param clock says the time for new generations
     * @param cacheNanos for how long a generation is believed without asking
     * @param retries brings new generations to nodes that were away
     */
    Generations(MemcachedClient client, byte[] key, StoreClock clock, long cacheNanos, ClearRetries retries) {
        this.client = client;
        this.key = key;
        this.clock = clock;
        this.cacheNanos = cacheNanos;
        this.retries = retries;
    }

    byte[] key() {
        return key;
    }

    /** Returns what is known of the node that a key belongs to. */
    NodeGeneration of(byte[] wire) {
        return of(client.nodeOf(wire));
    }

    /** Tells whether the node's generation is believed without asking. */
    boolean isCached(NodeGeneration node) {
        return cacheNanos != 0 && node.isKnown(System.nanoTime(), cacheNanos);
    }

    /** Tells whether generations are ever believed without asking. */
    boolean areCached() {
        return cacheNanos != 0;
    }

    /**
     * Takes note of what a node has.
     *
     * @param node the node
     * @param item what was found under the generation's key
     * @param nanoTime a moment before it was read
     * @return the node's generation from now on; one that no entry has, if the node had none or one that is past
     */
    long learn(NodeGeneration node, @Nullable Item item, long nanoTime) {
        long found = decode(item);
        return found != NodeGeneration.NONE && node.confirm(found, nanoTime)
                ? found
                : raise(node, item, NodeGeneration.NONE);
    }

    /** Returns the generation to stamp on an entry that is written without being read. */
    long forWriting(NodeGeneration node) {
        long start = System.nanoTime();
        if (node.isKnown(start, STAMP_NANOS)) {
            return node.highest();
        }
        return learn(node, read(node), start);
    }

    /**
     * Begins a new generation on every node.
     *
     * @return the failures of those nodes that did not hear of it; they will when they are back
     */
    List<MemcachedException> advance() {
        List<MemcachedException> failures = new ArrayList<>();
        long begun = floor.updateAndGet(last -> Math.max(last + 1, fresh()));
        nodes.values().forEach(known -> known.want(Math.max(begun, known.highest() + 1)));
        for (NodeAddress address : present(failures)) {
            NodeGeneration node = of(address);
            try {
                raise(node, read(node), node.highest());
            } catch (MemcachedException e) {
                failures.add(e);
            }
        }
        if (isAnyBehind()) {
            retries.add(this);
        }
        return failures;
    }

    /**
     * Tries to bring the last clear to the nodes that have not heard of it.
     *
     * @return false if there still are such nodes
     */
    boolean enforce() {
        for (NodeGeneration node : nodes.values()) {
            if (node.isBehind()) {
                try {
                    long start = System.nanoTime();
                    learn(node, read(node), start);
                } catch (MemcachedException e) {
                    LOG.debug("a node has not heard of a clear yet: node={}", node.node(), e);
                }
            }
        }
        return !isAnyBehind();
    }

    private boolean isAnyBehind() {
        return nodes.values().stream().anyMatch(NodeGeneration::isBehind);
    }

    private List<NodeAddress> present(List<MemcachedException> failures) {
        try {
            return client.nodes();
        } catch (MemcachedException e) {
            failures.add(e);
            return List.of();
        }
    }

    private NodeGeneration of(NodeAddress address) {
        NodeGeneration known = nodes.get(address);
        return known != null
                ? known
                : nodes.computeIfAbsent(address, absent -> new NodeGeneration(absent, floor.get()));
    }

    private @Nullable Item read(NodeGeneration node) {
        return at(node, there -> there.get(key));
    }

    /** Does something on a node. One that has left the client's nodes is as if it were down. */
    private <T extends @Nullable Object> T at(NodeGeneration node, Function<MemcachedClient, T> step) {
        try {
            return step.apply(client.on(node.node()));
        } catch (IllegalArgumentException e) {
            throw new NodeUnavailableException(
                    "the node is not among the client's nodes at present: node=" + node.node(), false, e);
        }
    }

    /**
     * Gives a node a generation above all that were seen.
     *
     * @param node the node
     * @param item what it has
     * @param wanted the least that will do, or {@link NodeGeneration#NONE} if one that somebody else has begun will do
     */
    private long raise(NodeGeneration node, @Nullable Item item, long wanted) {
        Item seen = item;
        while (true) {
            long start = System.nanoTime();
            long next = Math.max(Math.max(fresh(), wanted), Math.max(decode(seen), node.highest()) + 1);
            if (write(node, seen, next).isDone()) {
                node.confirm(next, start);
                return next;
            }
            start = System.nanoTime();
            seen = read(node);
            long found = decode(seen);
            if (wanted == NodeGeneration.NONE && found != NodeGeneration.NONE && node.confirm(found, start)) {
                return found;
            }
        }
    }

    private WriteResult write(NodeGeneration node, @Nullable Item seen, long generation) {
        byte[] value = encode(generation);
        if (seen == null) {
            return at(node, there -> there.add(key, value, CLIENT_FLAGS, 0));
        }
        long token = requireToken(seen, node.node());
        return at(node, there -> there.cas(key, token, value, CLIENT_FLAGS, 0));
    }

    /** Returns an item's token, which there must be: without it nothing can be changed conditionally. */
    static long requireToken(Item item, NodeAddress node) {
        if (item.casToken() == MemcachedClient.ANY_TOKEN) {
            throw missingToken(node);
        }
        return item.casToken();
    }

    static BackingException missingToken(NodeAddress node) {
        return new BackingException(
                "the node must keep CAS tokens, it must not be started with -C: node=" + node, null);
    }

    private long fresh() {
        return clock.millis() << RANDOM_BITS | ThreadLocalRandom.current().nextInt(1 << RANDOM_BITS);
    }

    static byte[] encode(long generation) {
        return ByteBuffer.allocate(Long.BYTES).putLong(generation).array();
    }

    /** Returns the generation in an item; what is none counts as missing. */
    private static long decode(@Nullable Item item) {
        if (item == null || item.clientFlags() != CLIENT_FLAGS || item.value().length != Long.BYTES) {
            return NodeGeneration.NONE;
        }
        long generation = ByteBuffer.wrap(item.value()).getLong();
        return generation > NodeGeneration.NONE && generation < LIMIT ? generation : NodeGeneration.NONE;
    }
}
