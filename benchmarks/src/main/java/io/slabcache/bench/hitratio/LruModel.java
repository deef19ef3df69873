package io.slabcache.bench.hitratio;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Least recently used, exactly; by bytes it needs none beside keys and values. */
final class LruModel implements TracedCache {
    private final LinkedHashMap<Long, Integer> lengths = new LinkedHashMap<>(16, 0.75f, true);
    private final Room room;
    private long bytes;

    LruModel(Room room) {
        this.room = room;
    }

    @Override
    public boolean request(long key, int valueLength) {
        if (lengths.get(key) != null) {
            return true;
        }
        lengths.put(key, valueLength);
        bytes += KEY_LENGTH + valueLength;
        Iterator<Map.Entry<Long, Integer>> oldest = lengths.entrySet().iterator();
        while (room.kind() == Room.Kind.ENTRIES ? lengths.size() > room.entries() : bytes > room.bytes()) {
            bytes -= KEY_LENGTH + oldest.next().getValue();
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
