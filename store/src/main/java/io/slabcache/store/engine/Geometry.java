package io.slabcache.store.engine;

import io.slabcache.store.CapacityException;
import io.slabcache.store.SlabStoreBuilder;

/**
 * The sizes that follow from a store's capacity.
 *
 * @param capacity the region's size in bytes, a multiple of the page size
 * @param pageShift the binary logarithm of the page size
 * @param pageCount how many pages the region has
 * @param stripeBits the binary logarithm of the number of stripes
 */
record Geometry(long capacity, int pageShift, int pageCount, int stripeBits) {
    private static final int MIN_PAGE_SHIFT = 16;
    private static final int MAX_PAGE_SHIFT = 20;
    private static final int PAGES_WANTED_SHIFT = 10;
    private static final int MIN_STRIPE_BITS = 2;
    private static final int MAX_STRIPE_BITS = 12;
    /** One stripe for so many bytes: tables of several blocks, so that one block more or less is a small part. */
    private static final int STRIPE_CAPACITY_SHIFT = 20;

    static Geometry of(long requestedCapacity) {
        if (requestedCapacity < SlabStoreBuilder.MIN_CAPACITY || requestedCapacity > SlabStoreBuilder.MAX_CAPACITY) {
            throw new CapacityException("the capacity of a store must be between " + SlabStoreBuilder.MIN_CAPACITY
                    + " (1 MiB) and " + SlabStoreBuilder.MAX_CAPACITY + " bytes (128 GiB): capacity="
                    + requestedCapacity);
        }
        int pageShift = clamp(floorLog2(requestedCapacity) - PAGES_WANTED_SHIFT, MIN_PAGE_SHIFT, MAX_PAGE_SHIFT);
        int pageCount = (int) (requestedCapacity >>> pageShift);
        int stripeBits = clamp(floorLog2(requestedCapacity) - STRIPE_CAPACITY_SHIFT, MIN_STRIPE_BITS, MAX_STRIPE_BITS);
        return new Geometry((long) pageCount << pageShift, pageShift, pageCount, stripeBits);
    }

    int pageSize() {
        return 1 << pageShift;
    }

    int stripeCount() {
        return 1 << stripeBits;
    }

    int pageOf(long offset) {
        return (int) (offset >>> pageShift);
    }

    long pageOffset(int page) {
        return (long) page << pageShift;
    }

    /** Returns the offset just behind the page that holds the given one. */
    long pageEnd(long offset) {
        return ((offset >>> pageShift) + 1) << pageShift;
    }

    private static int floorLog2(long value) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    }

    private static int clamp(int value, int min, int max) {
        return Math.max(min, Math.min(max, value));
    }
}
