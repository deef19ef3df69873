package io.slabcache.bench.engine;

import io.slabcache.bench.harness.Entrant;
import io.slabcache.bench.harness.Session;
import java.util.ArrayList;
import java.util.List;

/** The raw stores. */
enum EngineEntrant implements Entrant {
    SLABCACHE("slabcache", Role.OURS) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return new SlabcacheContestant(room(entries, valueLength));
        }
    },
    FLOOR("floor", Role.MEASURE) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return new FloorContestant(entries, EngineKeys.LENGTH, valueLength);
        }
    },
    OHC_LINKED("OHC linked", Role.PEER) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return OhcContestant.linked(room(entries, valueLength));
        }
    },
    OHC_CHUNKED("OHC chunked", Role.PEER) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return OhcContestant.chunked(room(entries, valueLength), EngineKeys.LENGTH, valueLength);
        }

        @Override
        List<String> moreFlags() {
            return List.of("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
        }
    },
    CHRONICLE_MAP("Chronicle Map", Role.PEER) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return new ChronicleMapContestant(entries, EngineKeys.LENGTH, valueLength);
        }

        @Override
        List<String> moreFlags() {
            return ChronicleMapContestant.FLAGS;
        }
    },
    EHCACHE("Ehcache off-heap", Role.PEER) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return new EhcacheContestant(room(entries, valueLength));
        }
    },
    MAPDB("MapDB direct", Role.PEER) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return new MapDbContestant();
        }
    },
    CAFFEINE("Caffeine, on heap, by reference", Role.MEASURE) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return HeapContestant.caffeine(entries);
        }
    },
    CONCURRENT_HASH_MAP("ConcurrentHashMap, on heap, by reference", Role.MEASURE) {
        @Override
        EngineContestant<?> make(int entries, int valueLength) {
            return HeapContestant.concurrentHashMap();
        }
    };

    /** Room for the keys that are asked for and, for two, the entries; a young generation that all have alike. */
    private static final List<String> HEAP = List.of("-Xms3g", "-Xmx3g", "-Xmn256m", "-XX:MaxDirectMemorySize=4g");

    /** What stores keep beside keys and values, in bytes per entry, at most. */
    private static final int ROOM_BESIDE = 350;

    /** Less than this some stores cannot divide among their parts. */
    private static final long LEAST_ROOM = 64L << 20;

    private enum Role {
        OURS,
        PEER,
        /** Neither: what could be reached at best by doing less. */
        MEASURE
    }

    private final String label;
    private final Role role;

    EngineEntrant(String label, Role role) {
        this.label = label;
        this.role = role;
    }

    private static long room(int entries, int valueLength) {
        return Math.max(LEAST_ROOM, (long) entries * (EngineKeys.LENGTH + valueLength + ROOM_BESIDE));
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isPeer() {
        return role == Role.PEER;
    }

    @Override
    public List<String> flags() {
        List<String> flags = new ArrayList<>(HEAP);
        flags.addAll(moreFlags());
        return flags;
    }

    List<String> moreFlags() {
        return List.of();
    }

    @Override
    public Session open(List<String> surroundings) {
        return new EngineSession(this);
    }

    /** Makes an empty store for so many entries. */
    abstract EngineContestant<?> make(int entries, int valueLength);
}
