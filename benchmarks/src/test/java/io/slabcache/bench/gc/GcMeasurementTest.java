package io.slabcache.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GcMeasurementTest {
    @Test
    void budget_fullForm_isAtMostHalfAnHour() {
        assertThat(new GcMeasurement().budget(false)).isLessThanOrEqualTo(Duration.ofMinutes(30));
    }
}
