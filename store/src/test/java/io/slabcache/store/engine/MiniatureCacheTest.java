package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MiniatureCacheTest {
    /** The rules once more, with the collections of the JDK. */
    private static final class Reference {
        private final EvictionPolicy policy;
        private final Deque<Integer> small = new ArrayDeque<>();
        private final Deque<Integer> main = new ArrayDeque<>();
        private final Map<Integer, Integer> frequencies = new HashMap<>();
        private final Deque<Integer> ghostsInOrder = new ArrayDeque<>();
        private final Set<Integer> ghosts = new LinkedHashSet<>();
        private int vacancies;
        private int probes;

        Reference(EvictionPolicy policy) {
            this.policy = policy;
        }

        boolean request(int key, int capacity) {
            Integer frequency = frequencies.get(key);
            if (frequency != null) {
                frequencies.put(key, Math.min(3, frequency + 1));
                return true;
            }
            while (frequencies.size() >= capacity) {
                makeRoom(capacity);
            }
            boolean remembered = ghosts.remove(key);
            frequencies.put(key, 0);
            (remembered && isAdmitted(capacity) ? main : small).add(key);
            return false;
        }

        private boolean isAdmitted(int capacity) {
            if (!policy.guardsMainQueue() || small.size() > policy.smallQueueTarget(capacity)) {
                return true;
            }
            if (vacancies > 0) {
                vacancies--;
                return true;
            }
            probes = Math.min(16, probes + 1);
            return false;
        }

        private void makeRoom(int capacity) {
            if (policy.guardsMainQueue() && probes > 0 && !main.isEmpty()) {
                probes--;
                if (dropFromMain()) {
                    vacancies = Math.min(16, vacancies + 1);
                }
            } else if (!small.isEmpty()
                    && (main.isEmpty() || small.size() >= policy.smallQueueTarget(frequencies.size()))) {
                int key = small.remove();
                if (frequencies.getOrDefault(key, 0) > 0) {
                    frequencies.put(key, 0);
                    main.add(key);
                } else {
                    frequencies.remove(key);
                    while (ghostsInOrder.size() >= Math.max(1, capacity * 3 / 4)) {
                        ghosts.remove(ghostsInOrder.remove());
                    }
                    ghostsInOrder.add(key);
                    ghosts.add(key);
                }
            } else {
                dropFromMain();
            }
        }

        private boolean dropFromMain() {
            int key = main.remove();
            if (frequencies.getOrDefault(key, 0) == 0) {
                frequencies.remove(key);
                return true;
            }
            frequencies.merge(key, -1, Integer::sum);
            main.add(key);
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(EvictionPolicy.class)
    void requests_anyPolicy_hitAsTheRulesSay(EvictionPolicy policy) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int capacity = 1 + random.nextInt(seed < 10 ? 60 : MiniatureCache.MAX_CAPACITY);
            int keys = 2 * capacity + 10;
            MiniatureCache cache = new MiniatureCache(policy, capacity);
            Reference reference = new Reference(policy);
            long hits = 0;
            for (int i = 0; i < 20_000; i++) {
                if (i == 15_000) {
                    capacity = 1 + random.nextInt(capacity);
                    cache.setCapacity(capacity);
                }
                // as many low bits are zero as in a real sample, and some keys are asked for much more often
                int key = ((int) (keys * Math.pow(random.nextDouble(), 2))) * 64;
                boolean expected = reference.request(key, capacity);
                hits += expected ? 1 : 0;
                assertThat(cache.request(key))
                        .as("seed %d, request %d of key %d, capacity %d", seed, i, key, capacity)
                        .isEqualTo(expected);
                assertThat(cache.size()).isEqualTo(reference.frequencies.size());
            }
            assertThat(cache.hits()).isEqualTo(hits);
        }
    }

    /** Returns the share of hits in the last of so many rounds over all keys. */
    private static double loop(EvictionPolicy policy, int capacity, int keys, int rounds) {
        MiniatureCache cache = new MiniatureCache(policy, capacity);
        int hits = 0;
        for (int round = 0; round < rounds; round++) {
            hits = 0;
            for (int key = 0; key < keys; key++) {
                hits += cache.request(key) ? 1 : 0;
            }
        }
        return (double) hits / keys;
    }

    @Test
    void loopOverMoreThanFits_retention_keepsNearlyAllThatFits_othersDoNot() {
        // five sixths fit
        assertThat(loop(EvictionPolicy.RETENTION, 500, 600, 30)).isGreaterThan(0.81);
        assertThat(loop(EvictionPolicy.BALANCED, 500, 600, 30)).isLessThan(0.7);
        assertThat(loop(EvictionPolicy.RECENCY, 500, 600, 30)).isLessThan(0.6);
    }

    @Test
    void halveHits_thenSizesAgain_countsOlderOnesLess() {
        MiniatureCache cache = new MiniatureCache(EvictionPolicy.BALANCED, 10);
        cache.request(1);
        for (int i = 0; i < 6; i++) {
            cache.request(1);
        }
        cache.halveHits();
        cache.request(1);
        assertThat(cache.hits()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(EvictionPolicy.class)
    void reset_isAsNew(EvictionPolicy policy) {
        MiniatureCache used = new MiniatureCache(policy, 500);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            used.request(random.nextInt(900));
        }
        used.reset(100);
        MiniatureCache fresh = new MiniatureCache(policy, 100);
        for (int i = 0; i < 10_000; i++) {
            int key = random.nextInt(180);
            assertThat(used.request(key)).as("request %d", i).isEqualTo(fresh.request(key));
        }
        assertThat(used.hits()).isEqualTo(fresh.hits());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, MiniatureCache.MAX_CAPACITY + 1})
    void capacity_outOfRange_isRefused(int capacity) {
        assertThatThrownBy(() -> new MiniatureCache(EvictionPolicy.BALANCED, capacity))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity=" + capacity);
    }
}
