package io.slabcache.server.stats;

import java.util.Iterator;

/** What the network part of a node tells of its connections. Safe for use by any number of threads. */
public interface ConnectionFigures {
    /**
     * Returns how many connections are open.
     *
     * @return the number
     */
    int open();

    /**
     * Returns how many connections were accepted, ever.
     *
     * @return the number
     */
    long accepted();

    /**
     * Returns how many connections were turned away because there were too many.
     *
     * @return the number
     */
    long rejected();

    /**
     * Returns the port of the first address that is listened on.
     *
     * @return the port, the one chosen if the settings left it free
     */
    int port();

    /**
     * Returns how many connections were closed because something in this server went wrong, which nothing that a client sends should
     * bring about.
     *
     * @return the number
     */
    long failed();

    /**
     * Returns how many connections may be open.
     *
     * @return the number
     */
    int limit();

    /**
     * Returns how much memory the network library holds outside the heap.
     *
     * @return bytes, free ones that it keeps included
     */
    long bufferBytes();

    /**
     * Returns how many bytes of answers wait for clients that have not taken them.
     *
     * @return the number
     */
    long pendingOutput();

    /**
     * Returns a walk over the open connections, in no order. What opens or closes meanwhile may or may not be met.
     *
     * @return a walk for one thread
     */
    Iterator<ConnectionFigure> each();

    /**
     * Returns how sockets are read and written.
     *
     * @return the transport's name
     */
    String transport();
}
