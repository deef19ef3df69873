package io.slabcache.bench.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;

/** Lists of random, distinct keys for bulk operations: the same ones for all contestants. */
enum KeyLists {
    OF_100(100, 256),
    OF_1000(1000, 32);

    private static final long SEED = 20261122;

    private final int length;
    private final int[][] lists;

    KeyLists(int length, int count) {
        this.length = length;
        this.lists = new int[count][];
        Random random = new Random(SEED + length);
        for (int i = 0; i < count; i++) {
            Set<Integer> indexes = new LinkedHashSet<>();
            while (indexes.size() < length) {
                indexes.add(random.nextInt(Contestant.KEYS));
            }
            lists[i] = indexes.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** Returns how many keys are in each list. */
    int length() {
        return length;
    }

    /** Returns how many lists there are. */
    int count() {
        return lists.length;
    }

    /** Returns the indexes of the keys of each list. */
    int[][] indexes() {
        return lists;
    }

    /** Returns the lists in the form that a client takes them. */
    <K> List<List<K>> of(IntFunction<K> keys) {
        List<List<K>> all = new ArrayList<>();
        for (int[] indexes : lists) {
            List<K> list = new ArrayList<>();
            for (int index : indexes) {
                list.add(keys.apply(index));
            }
            all.add(list);
        }
        return all;
    }
}
