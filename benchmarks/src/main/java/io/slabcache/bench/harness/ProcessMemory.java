package io.slabcache.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident sizes of processes, as the kernel counts them. */
public final class ProcessMemory {
    private static final String RESIDENT = "Rss:";

    /** Of every Linux that this project runs on; the place of the resident pages among the words of {@code statm}. */
    private static final long PAGE_SIZE = 4096;

    private static final int RESIDENT_PAGES = 1;

    private ProcessMemory() {}

    /** Returns the resident bytes of a process, counted page by page: exact, and milliseconds of work for the kernel. */
    public static long resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        throw new IOException("the kernel must tell resident sizes: pid=" + pid);
    }

    /** Returns about how many resident bytes a process has, by a counter that is read at once and may lag by some pages. */
    public static long roughlyResident(long pid) throws IOException {
        String[] words =
                Files.readString(Path.of("/proc", Long.toString(pid), "statm")).split(" ");
        return Long.parseLong(words[RESIDENT_PAGES]) * PAGE_SIZE;
    }
}
