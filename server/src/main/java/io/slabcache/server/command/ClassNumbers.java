package io.slabcache.server.command;

import io.slabcache.store.SlabClassStatistics;
import io.slabcache.store.SlabStore;
import java.util.Comparator;
import java.util.List;

/** The numbers of the slab classes in use, as memcached counts them: from 1. */
final class ClassNumbers {
    private final List<SlabClassStatistics> classes;

    /** Takes note of the classes that there are now. */
    ClassNumbers(SlabStore store) {
        classes = store.statistics().slabClasses().stream()
                .sorted(Comparator.comparingInt(SlabClassStatistics::chunkSize))
                .toList();
    }

    /** Returns the number of the class of items of a length; an item of several chunks has its first in the last class. */
    int of(int itemLength) {
        for (SlabClassStatistics slabClass : classes) {
            if (slabClass.chunkSize() >= itemLength) {
                return slabClass.slabClassId() + 1;
            }
        }
        return classes.isEmpty() ? 0 : classes.get(classes.size() - 1).slabClassId() + 1;
    }
}
