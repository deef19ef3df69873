package io.slabcache.bench.harness;

import java.util.List;

/** What all entrants of a suite share and what is there before them, such as servers. */
@FunctionalInterface
public interface Surroundings {
    /** Entrants that need nothing but their own process. */
    Surroundings NONE = () -> new Open() {
        @Override
        public List<String> arguments() {
            return List.of();
        }

        @Override
        public void close() {}
    };

    /** Makes them, once for a run. */
    Open open() throws Exception;

    /** The surroundings while they are there. */
    interface Open extends AutoCloseable {
        /** Returns what each entrant is told of them. */
        List<String> arguments();

        @Override
        void close() throws Exception;
    }
}
