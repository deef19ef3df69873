package io.slabcache.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident sizes, as the kernel counts them page by page. */
public final class ProcessMemory {
    private static final String RESIDENT = "Rss:";

    private ProcessMemory() {}

    /** Returns the resident bytes of a process. */
    public static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException("the kernel must tell resident sizes: pid=" + pid);
    }
}
