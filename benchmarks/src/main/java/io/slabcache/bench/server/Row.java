package io.slabcache.bench.server;

/** A part of the suite, which can be run by itself. */
interface Row {
    /** Returns the name on the command line. */
    String name();

    /** Returns about how long it takes. */
    long budgetMillis(Effort effort);

    /** Measures it. */
    void measure(Bench bench) throws Exception;
}
