package io.slabcache.bench.hitratio;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One sequence of requests and one size of cache, seen by all policies. The engine goes first: by entries, the others then hold
 * as many as it held at most, so that its coarse steps of capacity are nobody's gain.
 */
final class HitRatioRun {
    private static final int SAMPLE_PERIOD = 4096;

    private final Workload workload;
    private final Workload.Shape shape;
    private final Overheads overheads;

    /**
     * What came out.
     *
     * @param workload the sequence
     * @param share the size of the caches as a share of all keys
     * @param room the size itself
     * @param hitRatios the share of hits among the counted requests
     * @param entries the most entries that each was seen to hold
     */
    record Result(
            Workload workload, double share, Room room, Map<Policy, Double> hitRatios, Map<Policy, Long> entries) {}

    /** What a policy did with a sequence. */
    private record Outcome(double hitRatio, long entries) {}

    HitRatioRun(Workload workload, Workload.Shape shape, Overheads overheads) {
        this.workload = workload;
        this.shape = shape;
        this.overheads = overheads;
    }

    /** Spreads small numbers over all of them, one to one, so that the numbers of keys are no help to a hash table. */
    static long spread(long number) {
        long mixed = (number + 0x9e37_79b9_7f4a_7c15L) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 31)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 29);
    }

    /** Runs all policies. */
    Result run(double share, Room.Kind kind) {
        long wanted = Math.round(share * shape.keys());
        double meanPayload = TracedCache.KEY_LENGTH + meanValueLength();
        Room room = new Room(kind, wanted, Math.round(wanted * meanPayload), meanPayload);
        int[] keys = workload.keys(shape, wanted);
        int[] lengths = lengths(keys);
        Map<Policy, Double> hitRatios = new EnumMap<>(Policy.class);
        Map<Policy, Long> entries = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            if (policy == Policy.OPTIMUM) {
                long hits = Optimum.hits(keys, countedFrom(keys), key -> lengths[key], room);
                hitRatios.put(policy, (double) hits / (keys.length - countedFrom(keys)));
                continue;
            }
            Outcome outcome = replay(policy, room, keys, lengths);
            hitRatios.put(policy, outcome.hitRatio());
            entries.put(policy, outcome.entries());
            if (policy == Policy.SLABCACHE && kind == Room.Kind.ENTRIES) {
                room = new Room(kind, outcome.entries(), room.bytes(), meanPayload);
            }
        }
        return new Result(workload, share, room, hitRatios, entries);
    }

    private Outcome replay(Policy policy, Room room, int[] keys, int[] lengths) {
        try (TracedCache cache = policy.open(room, overheads)) {
            long hits = 0;
            long entries = 0;
            int countedFrom = countedFrom(keys);
            for (int i = 0; i < keys.length; i++) {
                boolean hit = cache.request(spread(keys[i]), lengths[keys[i]]);
                hits += hit && i >= countedFrom ? 1 : 0;
                if (i % SAMPLE_PERIOD == 0) {
                    entries = Math.max(entries, cache.entries());
                }
            }
            return new Outcome((double) hits / (keys.length - countedFrom), entries);
        }
    }

    /** The first quarter fills the caches. */
    private static int countedFrom(int[] keys) {
        return keys.length / 4;
    }

    private double meanValueLength() {
        return IntStream.range(0, shape.keys())
                .map(workload::valueLength)
                .average()
                .orElseThrow();
    }

    private int[] lengths(int[] keys) {
        int[] lengths = new int[Arrays.stream(keys).max().orElseThrow() + 1];
        Arrays.setAll(lengths, workload::valueLength);
        return lengths;
    }
}
