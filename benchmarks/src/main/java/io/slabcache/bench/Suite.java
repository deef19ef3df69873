package io.slabcache.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tasks that are run together.
 *
 * @param name as the command line has it
 * @param tasks who takes part in which, in the order in which they are run
 * @param bars what must be reached
 */
record Suite(String name, Map<Task, Set<Entrant>> tasks, List<Bar> bars) {

    /** Returns everybody who takes part in one of the tasks. */
    Set<Entrant> entrants() {
        Set<Entrant> all = EnumSet.noneOf(Entrant.class);
        tasks.values().forEach(all::addAll);
        return all;
    }
}
