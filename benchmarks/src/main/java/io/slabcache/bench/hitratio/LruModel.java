package io.slabcache.bench.hitratio;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Least recently used, exactly. */
final class LruModel implements TracedCache {
    private final LinkedHashMap<Long, Integer> lengths = new LinkedHashMap<>(16, 0.75f, true);
    private final Room room;
    private final long added;
    private long bytes;

    /**
     * Opens one.
     *
     * @param overhead what an entry takes beside key and value where bytes bound it; none that exists does without
     */
    LruModel(Room room, double overhead) {
        this.room = room;
        this.added = Math.round(KEY_LENGTH + overhead);
    }

    @Override
    public boolean request(long key, int valueLength) {
        if (lengths.get(key) != null) {
            return true;
        }
        lengths.put(key, valueLength);
        bytes += added + valueLength;
        Iterator<Map.Entry<Long, Integer>> oldest = lengths.entrySet().iterator();
        while (room.kind() == Room.Kind.ENTRIES ? lengths.size() > room.entries() : bytes > room.bytes()) {
            bytes -= added + oldest.next().getValue();
            oldest.remove();
        }
        return false;
    }

    @Override
    public long entries() {
        return lengths.size();
    }

    @Override
    public void close() {
        lengths.clear();
    }
}
