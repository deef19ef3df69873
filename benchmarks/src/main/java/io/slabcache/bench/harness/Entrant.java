package io.slabcache.bench.harness;

import java.util.List;
import java.util.Map;

/** Who takes part in a suite, in a process of its own. */
public interface Entrant {
    /** Returns the name, unique in its suite, without blanks. */
    String name();

    /** Returns the name, as tables have it. */
    String label();

    /** Returns whether it is somebody else's and so a measure of what is good. */
    boolean isPeer();

    /** Returns the flags that its JVM needs, beside and after those that all have. */
    default List<String> flags() {
        return List.of();
    }

    /** Returns the environment variables that its process has beside those of this one. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Returns about how long it takes from the start of its process to its first round, in milliseconds. */
    default long startMillis() {
        return 1500;
    }

    /**
     * Starts it; called in its process, once.
     *
     * @param surroundings what {@link Surroundings.Open#arguments} returned in the process that started this one
     */
    Session open(List<String> surroundings) throws Exception;
}
