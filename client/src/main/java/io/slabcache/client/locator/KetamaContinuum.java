package io.slabcache.client.locator;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A circle of 32-bit points, each owned by a node. A key belongs to the owner of the first point at or after its hash.
 *
 * <p>Points are kept in unsigned order as ints with the top bit flipped, so that they can be compared as signed ones. Where two nodes have
 * the same point, the node configured first owns it.
 */
final class KetamaContinuum implements NodeLocator {
    private final KeyHash keyHash;
    private final int nodeCount;
    private final int[] points;
    private final int[] owners;

    private KetamaContinuum(KeyHash keyHash, int nodeCount, long[] ownedPoints) {
        this.keyHash = keyHash;
        this.nodeCount = nodeCount;
        this.points = new int[ownedPoints.length];
        this.owners = new int[ownedPoints.length];
        for (int i = 0; i < ownedPoints.length; i++) {
            points[i] = (int) (ownedPoints[i] >> Integer.SIZE);
            owners[i] = (int) ownedPoints[i];
        }
    }

    /** Collects the points of all nodes. */
    static final class Builder {
        private static final int INITIAL_CAPACITY = 1024;

        private final KeyHash keyHash;
        private final int nodeCount;

        /** The point with its top bit flipped in the high half, its owner in the low one. */
        private long[] ownedPoints = new long[INITIAL_CAPACITY];

        private int count;

        Builder(KeyHash keyHash, int nodeCount) {
            this.keyHash = keyHash;
            this.nodeCount = nodeCount;
        }

        void add(int point, int owner) {
            if (count == ownedPoints.length) {
                ownedPoints = Arrays.copyOf(ownedPoints, 2 * count);
            }
            ownedPoints[count++] = (long) flip(point) << Integer.SIZE | owner;
        }

        KetamaContinuum build() {
            long[] sorted = Arrays.copyOf(ownedPoints, count);
            Arrays.sort(sorted);
            return new KetamaContinuum(keyHash, nodeCount, sorted);
        }
    }

    private static int flip(int point) {
        return point ^ Integer.MIN_VALUE;
    }

    int pointCount() {
        return points.length;
    }

    @Override
    public int nodeCount() {
        return nodeCount;
    }

    @Override
    public int locate(byte[] key) {
        return owners[indexOf(keyHash.hash(key))];
    }

    @Override
    public int locate(byte[] key, IntPredicate usable) {
        int first = indexOf(keyHash.hash(key));
        for (int i = 0; i < points.length; i++) {
            int node = owners[(first + i) % points.length];
            if (usable.test(node)) {
                return node;
            }
        }
        return NONE;
    }

    /** Returns the index of the first point at or after the hash, of the first of all behind the last. */
    private int indexOf(int hash) {
        int wanted = flip(hash);
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points[middle] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == points.length ? 0 : low;
    }
}
