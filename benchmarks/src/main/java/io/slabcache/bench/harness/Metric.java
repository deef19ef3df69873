package io.slabcache.bench.harness;

/** What is measured of a task; a suite says which it has. */
public enum Metric {
    OPERATIONS("operations/s", false),
    P50("p50 us", true),
    P99("p99 us", true),
    CPU("CPU us/operation", true),
    ALLOCATION("bytes/operation", true),
    ERRORS("failed operations", true);

    private final String label;
    private final boolean lowerIsBetter;

    Metric(String label, boolean lowerIsBetter) {
        this.label = label;
        this.lowerIsBetter = lowerIsBetter;
    }

    /** Returns the name with its unit, as tables have it. */
    public String label() {
        return label;
    }

    /** Returns whether the smaller of two figures is the better one. */
    public boolean lowerIsBetter() {
        return lowerIsBetter;
    }
}
