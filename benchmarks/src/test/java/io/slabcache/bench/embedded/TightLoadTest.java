package io.slabcache.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.bench.harness.Figures;
import io.slabcache.bench.harness.Metric;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class TightLoadTest {
    @Test
    void run_twoWorks_measuresEveryMetric() throws Exception {
        LongAdder done = new LongAdder();

        Figures figures = TightLoad.run(List.of(done::add, done::add), 50);

        assertThat(figures.values()).containsOnlyKeys(TightLoad.METRICS);
        assertThat(figures.values().get(Metric.OPERATIONS)).isPositive();
        assertThat(done.sum()).isPositive();
    }

    @Test
    void run_workThatAllocates_countsItsBytes() throws Exception {
        byte[][] last = new byte[1][];
        Work work = operations -> {
            for (int i = 0; i < operations; i++) {
                last[0] = new byte[1000];
            }
        };

        Figures figures = TightLoad.run(List.of(work), 50);

        assertThat(figures.values().get(Metric.ALLOCATION)).isBetween(1000.0, 1200.0);
    }

    @Test
    void run_workThatFails_failsWithItsReason() {
        IllegalStateException reason = new IllegalStateException("the value must be there");
        Work work = operations -> {
            throw reason;
        };

        assertThatThrownBy(() -> TightLoad.run(List.of(work), 10)).hasCause(reason);
    }
}
