package io.slabcache.bench.harness;

/**
 * One kind of load, which an entrant's process is asked for by its name. Enums or records; equal ones are the same task.
 */
public interface Task {
    /** Returns the name, unique in its suite, without blanks. */
    String name();

    /** Returns the name, as tables have it. */
    String label();

    /** Returns about how long each entrant prepares itself for it, in milliseconds. */
    default long preparationMillis() {
        return 0;
    }
}
