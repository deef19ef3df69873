package io.slabcache.client;

/**
 * A walk over the keys of the nodes. Used by one thread; {@link #close} may be called by any.
 *
 * <p>Every item that is there from the beginning to the end is met once. A server walks for one client at a time, and waits
 * for a caller that does not advance: read on and close.
 */
public interface KeyCursor extends AutoCloseable {
    /**
     * Goes to the next key. After a failure it is at none, and goes on with the next node.
     *
     * @return false at the end
     * @throws MemcachedException if a node refuses or fails; the message names it and, where a setting of the server
     *     forbids the walk, the setting
     */
    boolean advance();

    /**
     * Returns the key that the cursor is at.
     *
     * @return a fresh array
     */
    byte[] key();

    /**
     * Returns the node that the key was found on.
     *
     * @return the node
     */
    NodeAddress node();

    /** Ends the walk and its connection. */
    @Override
    void close();
}
