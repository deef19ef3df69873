package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.store.CapacityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlabClassesTest {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 16, 64, 100, 256, 1024, 131_072})
    void classOf_everySize_isTheSmallestThatHoldsIt(long mebibytes) {
        Geometry geometry = Geometry.of(mebibytes * MIB);
        SlabClasses classes = SlabClasses.of(geometry);
        for (int size = 1; size <= classes.largestChunkSize(); size++) {
            int slabClassId = classes.classOf(size);
            assertThat(classes.chunkSize(slabClassId)).isGreaterThanOrEqualTo(size);
            if (slabClassId > 0 && classes.chunkSize(slabClassId - 1) >= size) {
                throw new AssertionError("size " + size + " would fit class " + (slabClassId - 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 16, 64, 100, 256, 1024, 131_072})
    void chunkSizes_anyCapacity_growAlignedUpToHalfAPage(long mebibytes) {
        Geometry geometry = Geometry.of(mebibytes * MIB);
        SlabClasses classes = SlabClasses.of(geometry);
        assertThat(classes.largestChunkSize()).isEqualTo(geometry.pageSize() / 2);
        for (int id = 0; id < classes.count(); id++) {
            assertThat(classes.chunkSize(id) % SlabClasses.ALIGNMENT).isZero();
            assertThat(classes.chunkSize(id)).isGreaterThanOrEqualTo(32);
            if (id > 0) {
                assertThat(classes.chunkSize(id)).isGreaterThan(classes.chunkSize(id - 1));
            }
        }
    }

    @Test
    void count_manyPages_stepsOfEightBytesUpTo512() {
        SlabClasses classes = SlabClasses.of(Geometry.of(1024 * MIB));
        for (int size = 32; size <= 512; size += 8) {
            assertThat(classes.chunkSize(classes.classOf(size))).isEqualTo(size);
        }
    }

    @Test
    void count_fewPages_fewClasses() {
        assertThat(SlabClasses.of(Geometry.of(MIB)).count()).isLessThanOrEqualTo(12);
        assertThat(SlabClasses.of(Geometry.of(MIB)).count())
                .isLessThan(SlabClasses.of(Geometry.of(64 * MIB)).count());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 63, 64, 100, 1023, 1024, 2000, 131_072})
    void geometry_anyCapacity_pagesFillItAndFitTheirBounds(long mebibytes) {
        Geometry geometry = Geometry.of(mebibytes * MIB);
        assertThat(geometry.pageSize()).isBetween(64 << 10, 1 << 20);
        assertThat(geometry.capacity()).isEqualTo((long) geometry.pageCount() * geometry.pageSize());
        assertThat(geometry.capacity()).isGreaterThan(mebibytes * MIB - geometry.pageSize());
        assertThat(geometry.capacity()).isLessThanOrEqualTo(mebibytes * MIB);
        assertThat(geometry.pageEnd(geometry.capacity() - 1)).isEqualTo(geometry.capacity());
        assertThat(geometry.pageOf(geometry.pageOffset(geometry.pageCount() - 1)))
                .isEqualTo(geometry.pageCount() - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, 0, MIB - 1, (128L << 30) + 1, Long.MAX_VALUE})
    void geometry_capacityOutOfBounds_namesValueAndLimits(long capacity) {
        assertThatThrownBy(() -> Geometry.of(capacity))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining("capacity=" + capacity)
                .hasMessageContaining("1048576")
                .hasMessageContaining("137438953472");
    }

    @Test
    void chunkNumbers_largestRegionSmallestChunks_fit32Bits() {
        Geometry geometry = Geometry.of(131_072 * MIB);
        long chunks = geometry.capacity() / SlabClasses.of(geometry).chunkSize(0);
        assertThat(chunks).isLessThanOrEqualTo(1L << 32);
    }
}
