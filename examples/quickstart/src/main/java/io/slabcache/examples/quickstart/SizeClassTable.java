package io.slabcache.examples.quickstart;

import io.slabcache.store.SlabClassStatistics;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The store's size classes as a small table. There are about a hundred of them, so those between two powers of two
 * share a row.
 */
final class SizeClassTable {
    private static final String HEADER = "chunks up to  classes  pages     items  free chunks";

    /** What is summed up in a row. */
    private record Row(int classes, int pages, long items, long freeChunks) {
        Row plus(Row other) {
            return new Row(
                    classes + other.classes, pages + other.pages, items + other.items, freeChunks + other.freeChunks);
        }
    }

    private SizeClassTable() {}

    static String of(List<SlabClassStatistics> slabClasses) {
        SortedMap<Integer, Row> rows = new TreeMap<>();
        for (SlabClassStatistics slabClass : slabClasses) {
            var row = new Row(1, slabClass.pages(), slabClass.items(), slabClass.freeChunks());
            rows.merge(powerOfTwoFrom(slabClass.chunkSize()), row, Row::plus);
        }
        var table = new StringBuilder(HEADER);
        rows.forEach((size, row) -> table.append("\n%,10d B  %7d  %,5d  %,8d  %,11d"
                .formatted(size, row.classes, row.pages, row.items, row.freeChunks)));
        return table.toString();
    }

    /** Returns the smallest power of two that is not less than the size. */
    private static int powerOfTwoFrom(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }
}
