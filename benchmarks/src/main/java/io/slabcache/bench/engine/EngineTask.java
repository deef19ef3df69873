package io.slabcache.bench.engine;

import io.slabcache.bench.embedded.Distribution;
import io.slabcache.bench.harness.Task;

/**
 * One kind of load on a raw store.
 *
 * @param mix what is repeated
 * @param distribution which keys are asked for
 * @param threads how many threads repeat it
 * @param valueLength the length of each value in bytes
 */
record EngineTask(Mix mix, Distribution distribution, int threads, int valueLength) implements Task {
    /** What is repeated. */
    enum Mix {
        GET_INTO("get into the caller's array"),
        GET_NEW("get as a new array"),
        MISS("get of an absent key"),
        OVERWRITE("overwrite"),
        /** One write after 19 gets into the caller's array. */
        READS_95("95 gets to 5 overwrites"),
        /** By turns. */
        READS_50("50 gets to 50 overwrites");

        private final String label;

        Mix(String label) {
            this.label = label;
        }
    }

    @Override
    public String name() {
        return mix + "_" + distribution + "_" + threads + "_" + valueLength;
    }

    /** Makes the keys, and sometimes the store. */
    @Override
    public long preparationMillis() {
        return 1500;
    }

    @Override
    public String label() {
        return mix.label + ", " + distribution.label() + ", " + threads + (threads == 1 ? " thread, " : " threads, ")
                + valueLength + " B";
    }
}
