package io.slabcache.server.auth;

import org.jspecify.annotations.Nullable;

/** Where attempts to log in are judged. Safe for use by any number of threads. */
interface Logins extends AutoCloseable {
    /**
     * Has an attempt judged when its turn has come.
     *
     * @param host where it comes from
     * @param user whom it is for
     * @param work judges it
     * @return what takes it back as long as it has not had its turn; null if nothing is judged any more
     */
    @Nullable
    Runnable submit(String host, String user, Runnable work);

    /** Takes note that an attempt has failed; those that are like it have to wait. */
    void fail(String host, String user);

    /** Tells whether an attempt may be looked at before its turn, if that is quick. */
    boolean mayLook(String host, String user);

    /** Judges nothing more. */
    @Override
    void close();
}
