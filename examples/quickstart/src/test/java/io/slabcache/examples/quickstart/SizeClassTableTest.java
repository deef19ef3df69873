package io.slabcache.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.SlabClassStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeClassTableTest {
    @Test
    void of_severalClasses_sumsThoseBetweenPowersOfTwo() {
        String table = SizeClassTable.of(List.of(
                new SlabClassStatistics(0, 64, 1, 500, 12, 0, 0),
                new SlabClassStatistics(1, 72, 2, 1_000, 3, 0, 0),
                new SlabClassStatistics(8, 128, 4, 2_000, 4, 0, 0),
                new SlabClassStatistics(40, 1_096, 1_000, 70_000, 5, 0, 0)));

        assertThat(table).isEqualTo("""
                        chunks up to  classes  pages     items  free chunks
                                64 B        1      1       500           12
                               128 B        2      6     3,000            7
                             2,048 B        1  1,000    70,000            5""");
    }
}
