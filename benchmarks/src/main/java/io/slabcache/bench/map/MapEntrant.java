package io.slabcache.bench.map;

import java.util.List;

/** The stores that are compared, with the flags that their JVMs need. */
public enum MapEntrant {
    SLABCACHE("slabcache", false) {
        @Override
        public ByteMap open(MapSize size) {
            return new SlabByteMap(size);
        }
    },
    OHC_LINKED("OHC linked", true) {
        @Override
        public ByteMap open(MapSize size) {
            return OhcByteMap.linked(size);
        }
    },
    OHC_CHUNKED("OHC chunked", true) {
        @Override
        public ByteMap open(MapSize size) {
            return OhcByteMap.chunked(size);
        }

        @Override
        public List<String> flags() {
            return List.of("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
        }
    },
    CHRONICLE("Chronicle Map", true) {
        @Override
        public ByteMap open(MapSize size) {
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
                    "--add-opens=java.base/java.util=ALL-UNNAMED");
        }
    },
    MAPDB("MapDB direct", true) {
        @Override
        public ByteMap open(MapSize size) {
            return new MapDbByteMap();
        }
    },
    EHCACHE("Ehcache off-heap", true) {
        @Override
        public ByteMap open(MapSize size) {
            return new EhcacheByteMap(size);
        }
    },
    CAFFEINE("Caffeine on heap", true) {
        @Override
        public ByteMap open(MapSize size) {
            return new CaffeineByteMap(size);
        }
    };

    private final String label;
    private final boolean peer;

    MapEntrant(String label, boolean peer) {
        this.label = label;
        this.peer = peer;
    }

    /** Returns the name, as tables have it. */
    public String label() {
        return label;
    }

    /** Returns whether it is somebody else's. */
    public boolean isPeer() {
        return peer;
    }

    /** Returns the flags without which it does not work. */
    public List<String> flags() {
        return List.of();
    }

    /** Opens one that holds so much without evicting anything. */
    public abstract ByteMap open(MapSize size);
}
