package io.slabcache.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor times of another process, as the kernel counts them for all its threads: {@code utime} and {@code stime}. */
final class ProcessTimes {
    /** The kernel's unit for user space, a hundredth of a second on every Linux of today. */
    private static final long NANOS_PER_TICK = 10_000_000;

    /** Of the words behind the command's name, which may itself contain blanks. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private ProcessTimes() {}

    /** Returns what a process has used so far. */
    static long cpuNanos(long pid) throws IOException {
        return cpuNanos(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    }

    /** Returns what a line of {@code /proc/PID/stat} tells. */
    static long cpuNanos(String stat) {
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[USER_TIME]) + Long.parseLong(words[SYSTEM_TIME])) * NANOS_PER_TICK;
    }
}
