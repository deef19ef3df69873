package io.slabcache.server;

import java.util.Locale;

/** The means by which a server reads and writes its sockets. */
public enum Transport {
    /** {@link #EPOLL} where it is available, else {@link #NIO}. */
    AUTO,
    /** Linux's io_uring, by native code. Containers often forbid it. */
    IO_URING,
    /** Linux's epoll, by native code. */
    EPOLL,
    /** What the JDK brings, on every system. */
    NIO;

    /**
     * Returns the name for command lines and log lines.
     *
     * @return the name in lower case
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
