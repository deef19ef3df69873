package io.slabcache.protocol;

/** How a server goes through its items for a metadump. */
public enum MetadumpOrder {
    /** Along the LRU queues of all slab classes; an item that moves meanwhile may be missed or told twice. */
    ALL,
    /** Along the hash table, which does not grow meanwhile; each item that stays is told once. */
    HASH
}
