package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.Lease;

/** A lease that stands on a server. */
final class RemoteLease extends Lease {
    private final long generation;

    /**
     * Creates a lease.
     *
     * @param key the key to load
     * @param token the token of the item that stands for the lease
     * @param generation the generation of that item: what is loaded belongs to it, though the cache be cleared meanwhile
     */
    RemoteLease(byte[] key, long token, long generation) {
        super(key, token);
        this.generation = generation;
    }

    long generation() {
        return generation;
    }
}
