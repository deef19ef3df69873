package io.slabcache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemoryVariantTest {
    /** What the build says of the classes under test: true if it compiled the part for Java 22. */
    private static final boolean HAS_PART_FOR_22 = Boolean.getBoolean("slabcache.test.has.part.for.22");

    /** What the build says of this run of the tests: true if native access is enabled. */
    private static final boolean HAS_NATIVE_ACCESS = Boolean.getBoolean("slabcache.test.has.native.access");

    /** There on Linux, unless the kernel was built without. */
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage");

    @Test
    void segments_builtAndRunOnJava22_areThere() {
        assertThat(MemoryVariant.SEGMENTS.isAvailable())
                .isEqualTo(HAS_PART_FOR_22 && Runtime.version().feature() >= 22);
    }

    @Test
    void nativeMemory_isThereWithNativeAccessAlone() {
        boolean expected = MemoryVariant.SEGMENTS.isAvailable() && HAS_NATIVE_ACCESS;
        assertThat(MemoryVariant.NATIVE.isAvailable()).isEqualTo(expected);
        assertThat(MemoryVariant.NATIVE_HUGE.isAvailable()).isEqualTo(expected);
    }

    @Test
    void chosen_nothingAskedFor_isTheFirstAvailable() {
        MemoryVariant ofSegments = HAS_NATIVE_ACCESS ? MemoryVariant.NATIVE : MemoryVariant.SEGMENTS;
        MemoryVariant best = MemoryVariant.SEGMENTS.isAvailable() ? ofSegments : MemoryVariant.CHRONICLE;
        assertThat(MemoryVariant.chosen(null)).isEqualTo(best);
        try (Memory memory = Memory.allocate(4096, 4096);
                Memory same = best.allocate(4096, 4096)) {
            assertThat(memory).hasSameClassAs(same);
        }
    }

    @Test
    void chosen_byName_isThat() {
        assertThat(MemoryVariant.chosen("native")).isEqualTo(MemoryVariant.NATIVE);
        assertThat(MemoryVariant.chosen("native-huge")).isEqualTo(MemoryVariant.NATIVE_HUGE);
        assertThat(MemoryVariant.chosen("segments")).isEqualTo(MemoryVariant.SEGMENTS);
        assertThat(MemoryVariant.chosen("chronicle")).isEqualTo(MemoryVariant.CHRONICLE);
    }

    @Test
    void chosen_byAWrongName_namesTheRightOnes() {
        assertThatThrownBy(() -> MemoryVariant.chosen("Segments"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("slabcache.memory=Segments")
                .hasMessageContaining("[native, segments, chronicle, native-huge]");
    }

    @Test
    void nativeHuge_whereThereAreHugePages_asksForThem() throws IOException {
        if (MemoryVariant.NATIVE_HUGE.isAvailable() && Files.exists(HUGE_PAGES)) {
            long before = mappingsForHugePages();
            try (Memory memory = MemoryVariant.NATIVE_HUGE.allocate(64 << 20, 1 << 20)) {
                assertThat(memory.commit(0)).isTrue();
                assertThat(mappingsForHugePages()).isGreaterThan(before);
            }
        }
    }

    /** Counts the mappings of this process with the flag "hg", which says that somebody asked. */
    private static long mappingsForHugePages() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps"))) {
            return lines.filter(line -> line.startsWith("VmFlags:") && line.contains(" hg"))
                    .count();
        }
    }

    @Test
    void allocate_uncommittedExtentsOfSegments_areReadAsZeros() {
        for (MemoryVariant variant : MemoryVariant.values()) {
            if (variant == MemoryVariant.SEGMENTS && variant.isAvailable()) {
                assertGarbageOffsetsAreHarmless(variant);
            } else if (!variant.isAvailable()) {
                assertThatThrownBy(() -> variant.allocate(4096, 4096))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("needs Java 22");
            }
        }
    }

    /** A reader without a lock may follow what was an offset a moment ago. */
    private static void assertGarbageOffsetsAreHarmless(MemoryVariant variant) {
        try (Memory memory = variant.allocate(64 << 20, 1 << 16)) {
            assertThat(memory.commit(0)).isTrue();
            long garbage = 40 << 20;
            byte[] bytes = {1, 2, 3};
            memory.getBytes(garbage, bytes, 0, 3);
            assertThat(memory.getByte(garbage)).isZero();
            assertThat(memory.getShort(garbage)).isZero();
            assertThat(memory.getInt(garbage)).isZero();
            assertThat(memory.getLong(garbage + 3)).isZero();
            assertThat(memory.getLongAcquire(garbage)).isZero();
            assertThatThrownBy(() -> memory.putLong(garbage, 1)).isInstanceOf(IllegalStateException.class);
        }
    }
}
