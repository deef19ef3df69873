package io.slabcache.client;

/** How a client stands with a node. */
public enum NodeState {
    /** The first connection is being made; operations wait for it within their deadline. */
    CONNECTING,
    /** Connected. */
    UP,
    /** A connection was lost and is being made again; operations fail at once or go where the failure mode says. */
    DOWN,
    /** The client is closed or the node is no longer one of its nodes. */
    CLOSED
}
