package io.slabcache.bench.embedded;

/** What one thread of a load repeats on a store in its process. */
public interface Work {
    /**
     * Does a number of operations and checks the result of each.
     *
     * @throws IllegalStateException if a result is not what it must be
     */
    void run(int operations);
}
