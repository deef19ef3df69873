package io.slabcache.bench;

/**
 * What a figure must reach.
 *
 * @param name behind the suite's name in the ratio's line
 * @param entrant whose figure it is
 * @param task what was measured
 * @param metric which of the task's figures
 * @param reference what it is compared with
 * @param bound the greatest ratio where lower is better, else the smallest; {@link #NONE} for a figure that is only shown
 */
record Bar(String name, Entrant entrant, Task task, Metric metric, Reference reference, double bound) {

    /** The bound of a figure that is only shown. */
    static final double NONE = Double.NaN;

    /** What a figure is compared with. */
    sealed interface Reference {}

    /** It is divided by that of the best peer. */
    record BestPeer() implements Reference {}

    /**
     * It is divided by somebody's.
     *
     * @param entrant whose
     */
    record Other(Entrant entrant) implements Reference {}

    /**
     * It stands for itself.
     *
     * @param minus what is taken off, because nobody can do without
     */
    record Itself(double minus) implements Reference {}

    /** Returns whether anything has to be reached. */
    boolean isBinding() {
        return !Double.isNaN(bound);
    }

    /** Returns whether a ratio (or the figure itself) is good enough; one that is not a number is not. */
    boolean isReached(double ratio) {
        return metric.lowerIsBetter() ? ratio <= bound : ratio >= bound;
    }
}
