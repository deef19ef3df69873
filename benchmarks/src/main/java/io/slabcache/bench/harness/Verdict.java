package io.slabcache.bench.harness;

import java.util.Locale;

/**
 * A figure that stands for itself, with what it must reach.
 *
 * @param name behind the suite's name in its line
 * @param value the figure; one that is not a number reaches nothing
 * @param bound what it must reach, or {@link Bar#NONE} for a figure that is only shown
 * @param lowerIsBetter whether the bound is the greatest good value, not the smallest
 */
public record Verdict(String name, double value, double bound, boolean lowerIsBetter) {
    /** Returns a figure without a bound. */
    public static Verdict shown(String name, double value) {
        return new Verdict(name, value, Bar.NONE, true);
    }

    /** Returns a figure that must not be more than its bound. */
    public static Verdict atMost(String name, double value, double bound) {
        return new Verdict(name, value, bound, true);
    }

    /** Returns a figure that must not be less than its bound. */
    public static Verdict atLeast(String name, double value, double bound) {
        return new Verdict(name, value, bound, false);
    }

    /** Returns the line that a run prints for it. */
    public String line(String suite) {
        String named = String.format(Locale.ROOT, "%s.%s %.3f", suite, name, value);
        if (Double.isNaN(bound)) {
            return "figure " + named;
        }
        boolean reached = lowerIsBetter ? value <= bound : value >= bound;
        String plainBound = bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        return "ratio " + named + " bar " + plainBound + " " + (reached ? "PASS" : "FALLS_SHORT");
    }
}
