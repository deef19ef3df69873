package io.slabcache.bench.engine;

import io.slabcache.bench.harness.Entrant;
import io.slabcache.bench.harness.Session;
import io.slabcache.bench.map.ByteMap;
import io.slabcache.bench.map.MapEntrant;
import io.slabcache.bench.map.MapSize;
import java.util.ArrayList;
import java.util.List;

/** The raw stores. */
enum EngineEntrant implements Entrant, EngineSession.Maker {
    SLABCACHE(MapEntrant.SLABCACHE, Role.OURS),
    FLOOR(MapEntrant.FLOOR, Role.MEASURE),
    OHC_LINKED(MapEntrant.OHC_LINKED, Role.PEER),
    OHC_CHUNKED(MapEntrant.OHC_CHUNKED, Role.PEER),
    CHRONICLE_MAP(MapEntrant.CHRONICLE_MAP, Role.PEER),
    EHCACHE(MapEntrant.EHCACHE, Role.PEER),
    MAPDB(MapEntrant.MAPDB, Role.PEER),
    CAFFEINE(MapEntrant.CAFFEINE, Role.MEASURE),
    CONCURRENT_HASH_MAP(MapEntrant.CONCURRENT_HASH_MAP, Role.MEASURE);

    /**
     * Room for the keys that are asked for, and no more: with values of 1 KiB all of them together need most of a machine of
     * 24 GB. A young generation that all have alike.
     */
    static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g", "-Xmn256m", "-XX:MaxDirectMemorySize=4g");

    /** The same with room for the entries too. */
    private static final List<String> HEAP_WITH_ENTRIES = List.of("-Xms3g", "-Xmx3g", "-Xmn256m");

    private enum Role {
        OURS,
        PEER,
        /** Neither: what could be reached at best by doing less. */
        MEASURE
    }

    private final MapEntrant store;
    private final Role role;

    EngineEntrant(MapEntrant store, Role role) {
        this.store = store;
        this.role = role;
    }

    @Override
    public String label() {
        return store.label();
    }

    @Override
    public boolean isPeer() {
        return role == Role.PEER;
    }

    @Override
    public List<String> flags() {
        List<String> flags = new ArrayList<>(store.isOnHeap() ? HEAP_WITH_ENTRIES : HEAP);
        flags.addAll(store.flags());
        return flags;
    }

    @Override
    public long startMillis() {
        return 3000;
    }

    @Override
    public Session open(List<String> surroundings) {
        return new EngineSession(this);
    }

    @Override
    public ByteMap<?> make(int valueLength) {
        return store.open(new MapSize(EngineKeys.COUNT, EngineKeys.LENGTH, valueLength, valueLength));
    }
}
