package io.slabcache.client.locator;

import java.util.function.IntPredicate;

/** Tells which node a key belongs to. Immutable; {@link #locate(byte[])} allocates nothing. */
public sealed interface NodeLocator permits KetamaContinuum, ModulaLocator {
    /** No node. */
    int NONE = -1;

    /**
     * Returns the number of nodes.
     *
     * @return at least 1
     */
    int nodeCount();

    /**
     * Returns the node that a key belongs to.
     *
     * @param key the key's bytes
     * @return the node's place among those the locator was made of, from 0
     */
    int locate(byte[] key);

    /**
     * Returns the first usable node for a key: the one that it belongs to, or else the next ones in the placement's order. Values on those
     * others may be stale, so this is for users who have asked for redistribution.
     *
     * @param key the key's bytes
     * @param usable tells whether a node may be used, by its place
     * @return the node's place, {@link #NONE} if no node is usable
     */
    int locate(byte[] key, IntPredicate usable);
}
