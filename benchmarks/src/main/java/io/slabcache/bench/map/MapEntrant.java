package io.slabcache.bench.map;

import java.util.List;

/** The stores that are compared, with the flags that their JVMs need. */
public enum MapEntrant {
    SLABCACHE("slabcache") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return new SlabByteMap(size);
        }
    },
    /** Values of one length only; see the class. */
    FLOOR("floor") {
        @Override
        public ByteMap<?> open(MapSize size) {
            if (!size.isUniform()) {
                throw new IllegalArgumentException("values must have one length: size=" + size);
            }
            return new FloorByteMap(Math.toIntExact(size.entries()), size.keyLength(), size.maxValueLength());
        }
    },
    OHC_LINKED("OHC linked") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return OhcByteMap.linked(size);
        }
    },
    OHC_CHUNKED("OHC chunked") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return OhcByteMap.chunked(size);
        }

        @Override
        public List<String> flags() {
            return List.of("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
        }
    },
    CHRONICLE_MAP("Chronicle Map") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return new ChronicleByteMap(size);
        }

        @Override
        public List<String> flags() {
            return List.of(
                    "-Dchronicle.analytics.disable=true",
                    "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                    "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
                    "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
                    "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                    "--add-opens=java.base/java.io=ALL-UNNAMED",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        }
    },
    EHCACHE("Ehcache off-heap") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return new EhcacheByteMap(size);
        }
    },
    MAPDB("MapDB direct") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return new MapDbByteMap();
        }
    },
    CAFFEINE("Caffeine on heap, by reference") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return HeapByteMap.caffeine(size);
        }
    },
    CONCURRENT_HASH_MAP("ConcurrentHashMap on heap, by reference") {
        @Override
        public ByteMap<?> open(MapSize size) {
            return HeapByteMap.concurrentHashMap();
        }
    };

    private final String label;

    MapEntrant(String label) {
        this.label = label;
    }

    /** Returns the name, as tables have it. */
    public String label() {
        return label;
    }

    /** Returns the flags without which it does not work. */
    public List<String> flags() {
        return List.of();
    }

    /** Returns whether it keeps its entries on the heap, as the objects that it was given. */
    public boolean isOnHeap() {
        return this == CAFFEINE || this == CONCURRENT_HASH_MAP;
    }

    /** Opens one that holds so much without evicting anything. */
    public abstract ByteMap<?> open(MapSize size);
}
