package io.slabcache.bench.harness;

import java.util.Set;

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
public record Bar(String name, Entrant entrant, Task task, Metric metric, Reference reference, double bound) {

    /** The bound of a figure that is only shown. */
    public static final double NONE = Double.NaN;

    private static final double NOTHING = 0.005;

    /** What a figure is compared with. */
    public sealed interface Reference {}

    /** It is divided by that of the best peer. */
    public record BestPeer() implements Reference {}

    /**
     * It is divided by somebody's.
     *
     * @param entrant whose
     */
    public record Other(Entrant entrant) implements Reference {}

    /**
     * It is divided by the best one's of some; where one of them has failed it cannot be told.
     *
     * @param entrants who
     */
    public record BestOf(Set<? extends Entrant> entrants) implements Reference {}

    /**
     * It is divided by the same entrant's figure of another task.
     *
     * @param task which
     */
    public record OtherTask(Task task) implements Reference {}

    /**
     * It stands for itself.
     *
     * @param minus what is taken off, because nobody can do without
     */
    public record Itself(double minus) implements Reference {}

    /** Returns the tasks that must have been run to tell. */
    public Set<Task> tasks() {
        return reference instanceof OtherTask other ? Set.of(task, other.task()) : Set.of(task);
    }

    /** Returns whether anything has to be reached. */
    boolean isBinding() {
        return !Double.isNaN(bound);
    }

    /**
     * Returns whether a ratio (or the figure itself) is good enough; one that is not a number is not. Less than half a
     * hundredth of a unit is nothing, as it is printed: what one thing in the background costs is not each operation's.
     */
    boolean isReached(double ratio) {
        if (bound == 0 && Math.abs(ratio) < NOTHING) {
            return true;
        }
        return metric.lowerIsBetter() ? ratio <= bound : ratio >= bound;
    }
}
