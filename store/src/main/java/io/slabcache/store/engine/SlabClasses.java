package io.slabcache.store.engine;

import java.util.Arrays;

/**
 * The chunk sizes of a store: small steps up to 512 bytes, then a growth factor up to half a page, each size stretched
 * to the largest that still gives as many chunks a page. A store with few pages gets few classes, since each class in
 * use holds a page at least.
 */
final class SlabClasses {
    static final int ALIGNMENT = 8;
    private static final int MIN_CHUNK_SIZE = 32;
    private static final int LAST_STEPPED_SIZE = 512;
    private static final int PAGES_PER_CLASS = 2;
    private static final int MIN_CLASS_LIMIT = 12;

    /** Step in bytes below {@link #LAST_STEPPED_SIZE} and growth factor above, from fine to coarse. */
    private static final double[][] RESOLUTIONS = {{8, 1.125}, {16, 1.125}, {16, 1.25}, {32, 1.25}, {64, 1.5}, {128, 2}
    };

    private final int[] chunkSizes;
    /** The class by the item's size in units of {@link #ALIGNMENT}; index 0 is unused. */
    private final short[] classBySize;

    private SlabClasses(int[] chunkSizes) {
        this.chunkSizes = chunkSizes;
        int largest = chunkSizes[chunkSizes.length - 1];
        classBySize = new short[largest / ALIGNMENT + 1];
        int slabClassId = 0;
        for (int unit = 1; unit < classBySize.length; unit++) {
            if (unit * ALIGNMENT > chunkSizes[slabClassId]) {
                slabClassId++;
            }
            classBySize[unit] = (short) slabClassId;
        }
    }

    static SlabClasses of(Geometry geometry) {
        int limit = Math.max(MIN_CLASS_LIMIT, geometry.pageCount() / PAGES_PER_CLASS);
        int[] sizes = {};
        for (double[] resolution : RESOLUTIONS) {
            sizes = sizes(geometry.pageSize(), (int) resolution[0], resolution[1]);
            if (sizes.length <= limit) {
                break;
            }
        }
        return new SlabClasses(sizes);
    }

    private static int[] sizes(int pageSize, int step, double factor) {
        int largest = pageSize / 2;
        int[] sizes = new int[largest / step + 1];
        int count = 0;
        double size = Math.max(MIN_CHUNK_SIZE, step);
        while (size < largest) {
            int stretched = pageSize / (pageSize / (int) size) / ALIGNMENT * ALIGNMENT;
            int chosen = size <= LAST_STEPPED_SIZE ? (int) size : stretched;
            if (count == 0 || chosen > sizes[count - 1]) {
                sizes[count++] = chosen;
            }
            size = size < LAST_STEPPED_SIZE ? size + step : Math.ceil(size * factor / ALIGNMENT) * ALIGNMENT;
        }
        if (sizes[count - 1] < largest) {
            sizes[count++] = largest;
        }
        return Arrays.copyOf(sizes, count);
    }

    int count() {
        return chunkSizes.length;
    }

    int chunkSize(int slabClassId) {
        return chunkSizes[slabClassId];
    }

    int largestChunkSize() {
        return chunkSizes[chunkSizes.length - 1];
    }

    /**
     * Returns the class with the smallest chunks that hold the given size.
     *
     * @param size bytes, 1 to {@link #largestChunkSize()}
     */
    int classOf(int size) {
        return classBySize[(size + ALIGNMENT - 1) / ALIGNMENT];
    }
}
