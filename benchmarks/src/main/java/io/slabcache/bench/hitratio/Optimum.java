package io.slabcache.bench.hitratio;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Belady's rule, which knows the future: what is wanted again last goes first, the newcomer included. The optimum where all
 * entries have one size; where sizes differ, only a strong rule. By bytes it needs none beside keys and values.
 */
final class Optimum {
    private Optimum() {}

    /** Returns how many requests from a given one on are hits. */
    static long hits(int[] keys, int countedFrom, IntUnaryOperator valueLength, Room room) {
        int[] next = nextRequests(keys);
        int keyCount = Arrays.stream(keys).max().orElse(0) + 1;
        // What each cached key waits for; 0 for one that is not cached, since request 0 is nobody's next.
        int[] waitingFor = new int[keyCount];
        LongHeap byNext = new LongHeap();
        boolean byEntries = room.kind() == Room.Kind.ENTRIES;
        long left = byEntries ? room.entries() : room.bytes();
        long hits = 0;
        for (int i = 0; i < keys.length; i++) {
            int key = keys[i];
            if (waitingFor[key] != 0) {
                hits += i >= countedFrom ? 1 : 0;
            } else {
                left -= cost(key, byEntries, valueLength);
            }
            waitingFor[key] = next[i];
            byNext.push((long) next[i] << Integer.SIZE | key);
            while (left < 0) {
                long last = byNext.pop();
                int victim = (int) last;
                if (waitingFor[victim] == (int) (last >>> Integer.SIZE)) {
                    waitingFor[victim] = 0;
                    left += cost(victim, byEntries, valueLength);
                }
            }
        }
        return hits;
    }

    private static long cost(int key, boolean byEntries, IntUnaryOperator valueLength) {
        return byEntries ? 1 : TracedCache.KEY_LENGTH + valueLength.applyAsInt(key);
    }

    /** Returns for each request the next one for the same key, or the number of requests if there is none. */
    private static int[] nextRequests(int[] keys) {
        int[] latest = new int[Arrays.stream(keys).max().orElse(0) + 1];
        Arrays.fill(latest, keys.length);
        int[] next = new int[keys.length];
        for (int i = keys.length - 1; i >= 0; i--) {
            next[i] = latest[keys[i]];
            latest[keys[i]] = i;
        }
        return next;
    }

    /** A heap that gives the largest first. */
    private static final class LongHeap {
        private long[] values = new long[1024];
        private int size;

        void push(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            int at = size++;
            while (at > 0 && values[(at - 1) / 2] < value) {
                values[at] = values[(at - 1) / 2];
                at = (at - 1) / 2;
            }
            values[at] = value;
        }

        long pop() {
            long largest = values[0];
            long moved = values[--size];
            int at = 0;
            while (2 * at + 1 < size) {
                int child = 2 * at + 1;
                if (child + 1 < size && values[child + 1] > values[child]) {
                    child++;
                }
                if (values[child] <= moved) {
                    break;
                }
                values[at] = values[child];
                at = child;
            }
            values[at] = moved;
            return largest;
        }
    }
}
