package io.slabcache.server.stats;

/** Takes statistics one after another. */
@FunctionalInterface
public interface StatSink {
    /**
     * Takes one statistic.
     *
     * @param name its name
     * @param value its value
     */
    void accept(String name, String value);

    /**
     * Takes a statistic that is a number.
     *
     * @param name its name
     * @param value its value
     */
    default void accept(String name, long value) {
        accept(name, Long.toString(value));
    }
}
