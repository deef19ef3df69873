package io.slabcache.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcLogTest {
    private static final String LOG = """
            [9ms][info][gc] Using G1
            [500ms][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 45M->12M(1024M) 99.000ms
            [1500ms][info][gc] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 45M->12M(1024M) 3.250ms
            [1700ms][info][gc] GC(2) Concurrent Mark Cycle 12.345ms
            [1800ms][info][gc] GC(2) Pause Remark 50M->50M(1024M) 4.500ms
            [2600ms][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 45M->12M(1024M) 88.000ms
            """;

    @TempDir
    Path directory;

    @Test
    void read_pausesInTheSpan_areCountedAndThoseAroundAreNot() throws Exception {
        Path log = Files.writeString(directory.resolve("gc"), LOG);

        assertThat(GcLog.read(log, 1000, 2000)).isEqualTo(new GcLog(2, 7.75, 4.5));
    }
}
