package io.slabcache.tck;

/**
 * One test of one run.
 *
 * @param name the class's full name, {@code #}, the method's name, as in the TCK's own exclude list
 * @param outcome how it ended
 */
record TestResult(String name, Outcome outcome) {

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }
}
