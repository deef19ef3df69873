package io.slabcache.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessTimesTest {
    @Test
    void cpuNanos_commandWithBlanksAndBrackets_isUserAndSystemTime() {
        assertThat(ProcessTimes.cpuNanos("42 (a (b) c) S 1 42 42 0 -1 4194304 100 200 3 4 150 25 7 8 20 0 1 0 99"))
                .isEqualTo(1_750_000_000L);
    }
}
