package io.slabcache.bench.hitratio;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Caffeine on the heap, its upkeep on the calling thread. The values stand for arrays of their length: which of them are kept does
 * not depend on their contents.
 */
final class CaffeineTracedCache implements TracedCache {
    private final Cache<Long, Integer> cache;

    /**
     * Opens one.
     *
     * @param overhead what an entry takes beside key and value, in bytes
     */
    CaffeineTracedCache(Room room, double overhead) {
        Caffeine<Object, Object> builder = Caffeine.newBuilder().executor(Runnable::run);
        if (room.kind() == Room.Kind.ENTRIES) {
            cache = builder.maximumSize(room.entries()).build();
        } else {
            int added = (int) Math.round(KEY_LENGTH + overhead);
            cache = builder.maximumWeight(room.bytes())
                    .weigher((Long key, Integer length) -> length + added)
                    .build();
        }
    }

    @Override
    public boolean request(long key, int valueLength) {
        if (cache.getIfPresent(key) != null) {
            return true;
        }
        cache.put(key, valueLength);
        return false;
    }

    @Override
    public long entries() {
        return cache.estimatedSize();
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
