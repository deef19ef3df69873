package io.slabcache.jcache.management;

import io.slabcache.jcache.SlabCacheMXBean;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.store.SlabClassStatistics;
import java.util.List;
import java.util.function.Supplier;

/** One cache's memory and counts for JMX. */
public final class SlabCacheBean implements SlabCacheMXBean {
    private final Supplier<SlabCacheStatistics> statistics;

    /**
     * Creates a bean.
     *
     * @param statistics returns the cache's present figures
     */
    public SlabCacheBean(Supplier<SlabCacheStatistics> statistics) {
        this.statistics = statistics;
    }

    @Override
    public long getEntries() {
        return statistics.get().entries();
    }

    @Override
    public long getCapacity() {
        return statistics.get().capacity();
    }

    @Override
    public long getUsedBytes() {
        return statistics.get().usedBytes();
    }

    @Override
    public long getPayloadBytes() {
        return statistics.get().payloadBytes();
    }

    @Override
    public long getHits() {
        return statistics.get().hits();
    }

    @Override
    public long getMisses() {
        return statistics.get().misses();
    }

    @Override
    public long getPuts() {
        return statistics.get().puts();
    }

    @Override
    public long getRemovals() {
        return statistics.get().removals();
    }

    @Override
    public long getEvictions() {
        return statistics.get().evictions();
    }

    @Override
    public long getExpirations() {
        return statistics.get().expirations();
    }

    @Override
    public long getRejections() {
        return statistics.get().rejections();
    }

    @Override
    public long getFailedReads() {
        return statistics.get().failedReads();
    }

    @Override
    public long getDroppedWrites() {
        return statistics.get().droppedWrites();
    }

    @Override
    public List<SlabClass> getSlabClasses() {
        return statistics.get().slabClasses().stream()
                .map(figures -> (SlabClass) new ClassView(figures))
                .toList();
    }

    /** Shows a class's figures as a bean's. */
    private record ClassView(SlabClassStatistics figures) implements SlabClass {
        @Override
        public int getChunkSize() {
            return figures.chunkSize();
        }

        @Override
        public int getPages() {
            return figures.pages();
        }

        @Override
        public long getItems() {
            return figures.items();
        }

        @Override
        public long getFreeChunks() {
            return figures.freeChunks();
        }

        @Override
        public long getEvictions() {
            return figures.evicted();
        }

        @Override
        public long getEvictionAgeMillis() {
            return figures.evictionAgeMillis();
        }
    }
}
