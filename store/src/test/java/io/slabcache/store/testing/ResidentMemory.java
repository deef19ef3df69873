package io.slabcache.store.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process occupies, as Linux sees it. */
public final class ResidentMemory {
    private static final Path SMAPS = Path.of("/proc/self/smaps_rollup");
    private static final String LINE = "Rss:";

    private ResidentMemory() {}

    /**
     * Returns the resident size of this process.
     *
     * @return bytes
     */
    public static long bytes() {
        try {
            for (String line : Files.readAllLines(SMAPS)) {
                if (line.startsWith(LINE)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no line of the resident size: file=" + SMAPS);
    }
}
