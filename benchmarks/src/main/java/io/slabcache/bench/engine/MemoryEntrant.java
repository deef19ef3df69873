package io.slabcache.bench.engine;

import io.slabcache.bench.harness.Entrant;
import io.slabcache.bench.harness.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Our store over each kind of memory that the system property {@code slabcache.memory} names, with huge pages and without. */
enum MemoryEntrant implements Entrant {
    CHRONICLE("chronicle", false),
    CHRONICLE_HUGE("chronicle", true),
    SEGMENTS("segments", false),
    SEGMENTS_HUGE("segments", true),
    NATIVE("native", false),
    /** Asks for huge pages itself. */
    NATIVE_HUGE("native-huge", false);

    /** Makes glibc 2.35 and later ask for huge pages wherever it maps memory. */
    private static final Map<String, String> HUGE_PAGES_BY_GLIBC = Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");

    /** The first feature release that has kinds other than chronicle's. */
    private static final int OTHERS_SINCE = 22;

    private final String kind;
    private final boolean hugeByGlibc;

    MemoryEntrant(String kind, boolean hugeByGlibc) {
        this.kind = kind;
        this.hugeByGlibc = hugeByGlibc;
    }

    /** Returns those that the JVM of this process, which starts all others, can have. */
    static Set<MemoryEntrant> available() {
        return Arrays.stream(values())
                .filter(entrant ->
                        entrant.kind.equals(CHRONICLE.kind) || Runtime.version().feature() >= OTHERS_SINCE)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(MemoryEntrant.class)));
    }

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean isPeer() {
        return false;
    }

    @Override
    public List<String> flags() {
        List<String> flags = new ArrayList<>(EngineEntrant.HEAP);
        flags.add("-Dslabcache.memory=" + kind);
        if (this == NATIVE || this == NATIVE_HUGE) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    @Override
    public Map<String, String> environment() {
        return hugeByGlibc ? HUGE_PAGES_BY_GLIBC : Map.of();
    }

    @Override
    public long startMillis() {
        return EngineEntrant.SLABCACHE.startMillis();
    }

    @Override
    public Session open(List<String> surroundings) {
        return new EngineSession(EngineEntrant.SLABCACHE);
    }
}
