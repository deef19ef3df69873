package io.slabcache.jcache.internal.remote;

import io.slabcache.client.NodeAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** What this client knows of a cache's generation on one node. The highest generation seen or wanted never falls. */
final class NodeGeneration {
    /** Lower than every generation. */
    static final long NONE = 0;

    /** How much older what is known must be before a read that confirms it says so. */
    private static final long RENEWAL_NANOS = 20_000_000;

    private final NodeAddress node;
    private final AtomicReference<Known> known;

    /**
     * Creates what is known of a node that was not asked yet.
     *
     * @param node the node
     * @param wanted the least generation that it must have, or {@link #NONE}
     */
    NodeGeneration(NodeAddress node, long wanted) {
        this.node = node;
        this.known = new AtomicReference<>(new Known(wanted, false, 0));
    }

    NodeAddress node() {
        return node;
    }

    /** Returns the highest generation that was seen or wanted. */
    long highest() {
        return known().highest;
    }

    /** Tells whether the highest generation is the node's as far as was known a moment ago. */
    boolean isKnown(long nanoTime, long maxAgeNanos) {
        Known now = known();
        return now.confirmed && nanoTime - now.learntNanos < maxAgeNanos;
    }

    /** Tells whether a generation is wanted that the node has not, as far as is known. */
    boolean isBehind() {
        Known now = known();
        return !now.confirmed && now.highest != NONE;
    }

    /**
     * Notes that the node has a generation.
     *
     * @param generation what was read or written
     * @param nanoTime a moment before the reading or writing
     * @return false if a higher one was seen or wanted
     */
    boolean confirm(long generation, long nanoTime) {
        while (true) {
            Known now = known();
            if (generation < now.highest) {
                return false;
            }
            boolean same = generation == now.highest && now.confirmed;
            if ((same && nanoTime - now.learntNanos < RENEWAL_NANOS)
                    || known.compareAndSet(now, new Known(generation, true, nanoTime))) {
                return true;
            }
        }
    }

    /** Notes that entries of lower generations than this are not to be seen again, whatever the node says. */
    void want(long generation) {
        while (true) {
            Known now = known();
            if (generation <= now.highest || known.compareAndSet(now, new Known(generation, false, 0))) {
                return;
            }
        }
    }

    private Known known() {
        return Objects.requireNonNull(known.get(), "there is always something known");
    }

    private record Known(long highest, boolean confirmed, long learntNanos) {}
}
