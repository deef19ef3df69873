package io.slabcache.bench.hitratio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OptimumTest {
    private static final int REQUESTS = 14;

    @Test
    void hits_shortSequences_areThoseOfTheBestOfAllChoices() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int entries = 1 + random.nextInt(3);
            int[] keys = random.ints(REQUESTS, 0, 6).toArray();
            Room room = new Room(Room.Kind.ENTRIES, entries, 0, 0);

            assertThat(Optimum.hits(keys, 0, key -> 1, room))
                    .as("seed=%s", seed)
                    .isEqualTo(best(keys, 0, Set.of(), entries, new HashMap<>()));
        }
    }

    @Test
    void hits_countedFromLater_leaveTheFirstOut() {
        int[] keys = {0, 0, 0, 0};

        assertThat(Optimum.hits(keys, 2, key -> 1, new Room(Room.Kind.ENTRIES, 1, 0, 0)))
                .isEqualTo(2);
    }

    @Test
    void hits_byBytes_keepsNoMoreThanFit() {
        int[] keys = {0, 1, 0, 1};
        int keyAndValue = TracedCache.KEY_LENGTH + 100;

        assertThat(Optimum.hits(keys, 0, key -> 100, new Room(Room.Kind.BYTES, 0, 2 * keyAndValue, keyAndValue)))
                .isEqualTo(2);
        assertThat(Optimum.hits(keys, 0, key -> 100, new Room(Room.Kind.BYTES, 0, 2 * keyAndValue - 1, keyAndValue)))
                .isEqualTo(1);
    }

    /** Tries every choice of what is kept. */
    private static long best(int[] keys, int from, Set<Integer> cached, int entries, Map<String, Long> known) {
        if (from == keys.length) {
            return 0;
        }
        String state = from + " " + cached;
        Long before = known.get(state);
        if (before != null) {
            return before;
        }
        long best;
        if (cached.contains(keys[from])) {
            best = 1 + best(keys, from + 1, cached, entries, known);
        } else {
            best = best(keys, from + 1, cached, entries, known);
            Set<Integer> with = new HashSet<>(cached);
            with.add(keys[from]);
            if (with.size() <= entries) {
                best = Math.max(best, best(keys, from + 1, with, entries, known));
            } else {
                for (int victim : cached) {
                    Set<Integer> without = new HashSet<>(with);
                    without.remove(victim);
                    best = Math.max(best, best(keys, from + 1, without, entries, known));
                }
            }
        }
        known.put(state, best);
        return best;
    }
}
