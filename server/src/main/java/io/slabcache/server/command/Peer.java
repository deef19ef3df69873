package io.slabcache.server.command;

import io.slabcache.server.auth.Session;

/** The other side of a conversation, beside the bytes that it sends and is sent. */
public interface Peer {
    /**
     * Returns the connection's number.
     *
     * @return a number that no other connection of the server has had
     */
    int number();

    /**
     * Returns what is known of the client. For the connection's thread.
     *
     * @return always the same session
     */
    Session session();

    /**
     * Tells whether the client may use a command of administration: flush, dumps of keys, watch, verbosity, limits, shutdown. For the
     * connection's thread.
     *
     * @param command the command's name, for the log
     * @return whether it is carried out
     */
    boolean mayAdminister(String command);

    /**
     * Has the conversation called soon though nothing has arrived, since it has something to tell. Called by any thread; does nothing once
     * the connection has ended.
     */
    void wake();
}
