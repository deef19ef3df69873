package io.slabcache.jcache.internal.remote;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.jcache.internal.BackingException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The largest items that the servers take, as they say themselves. What a server does not say, it will refuse itself;
 * asking before is for the caches that have a writer, which should not be told of what is refused afterwards. A server may
 * come back with another limit: it is asked again before it is blamed for a refusal, and after it has refused something itself.
 */
final class ItemLimits {
    private static final Logger LOG = LoggerFactory.getLogger(ItemLimits.class);

    /** What a server stores beside key and value: its header, the CAS token, the client flags, two ends. */
    private static final int SERVER_OVERHEAD = 48 + Long.BYTES + 1 + Integer.BYTES + 2;

    private static final long UNKNOWN = Long.MAX_VALUE;

    /** What fits every server: 1 KiB is the least that can be configured. */
    private static final long ALWAYS_FITS = 1024;

    /** For how long a server that did not say is not asked again. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final MemcachedClient client;
    private final Map<NodeAddress, Limit> limits = new ConcurrentHashMap<>();

    ItemLimits(MemcachedClient client) {
        this.client = client;
    }

    /**
     * Refuses what the key's server would not store.
     *
     * @param cacheName names the cache in the message
     * @param wire the key on the server
     * @param overhead bytes around the value
     * @param valueLength bytes of the value
     */
    void requireFits(String cacheName, byte[] wire, int overhead, int valueLength) {
        long around = (long) SERVER_OVERHEAD + wire.length + overhead;
        if (around + valueLength <= ALWAYS_FITS) {
            return;
        }
        NodeAddress node;
        try {
            node = client.nodeOf(wire);
        } catch (MemcachedException e) {
            LOG.debug("no node is known to ask how large an item may be", e);
            return;
        }
        if (valueLength <= limit(node) - around) {
            return;
        }
        limits.remove(node);
        long max = limit(node) - around;
        if (valueLength > max) {
            throw new BackingException(
                    "an entry must not be larger than its server takes: cache=" + cacheName + ", valueBytes="
                            + valueLength + ", maxValueBytes=" + max + ", node=" + node,
                    null);
        }
    }

    /** Has the servers asked again, since one has refused what was thought to fit. */
    void forget() {
        limits.clear();
    }

    private long limit(NodeAddress node) {
        Limit known = limits.get(node);
        long now = System.nanoTime();
        if (known == null || (known.bytes == UNKNOWN && now - known.learntNanos > SILENCE_NANOS)) {
            known = new Limit(ask(node), now);
            limits.put(node, known);
        }
        return known.bytes;
    }

    private long ask(NodeAddress node) {
        try {
            Map<String, String> settings = client.on(node).stats("settings").get(node);
            String size = settings == null ? null : settings.get("item_size_max");
            return size == null ? UNKNOWN : Long.parseLong(size);
        } catch (MemcachedException
                | IllegalArgumentException e) { // Not a number, or a node that has left the client's.
            LOG.debug("the server does not say how large an item may be: node={}", node, e);
            return UNKNOWN;
        }
    }

    private record Limit(long bytes, long learntNanos) {}
}
