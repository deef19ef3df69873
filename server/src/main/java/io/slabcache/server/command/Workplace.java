package io.slabcache.server.command;

import org.jspecify.annotations.Nullable;

/** Where work is done that takes too long for a thread that serves connections. Safe for use by any number of threads. */
@FunctionalInterface
public interface Workplace {
    /**
     * Takes work, which another thread does later.
     *
     * @param work the work
     * @return what takes the work back as long as it has not begun; null if there is too much of it already, then it is not done
     */
    @Nullable
    Runnable submit(Runnable work);
}
