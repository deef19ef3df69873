package io.slabcache.server.stats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The processor time of this process, from Linux's {@code /proc}; told nowhere else. */
final class ProcessTimes {
    private static final Path STAT = Path.of("/proc/self/stat");
    /** The fields behind the program's name in parentheses: the first is the state, which is field 3 of the file. */
    private static final int USER_FIELD = 14 - 3;

    private static final int SYSTEM_FIELD = 15 - 3;
    /** What the kernel tells every program, whatever its own clock's rate. */
    private static final int TICKS_PER_SECOND = 100;

    private ProcessTimes() {}

    static void tell(StatSink sink) {
        String stat;
        try {
            stat = Files.readString(STAT);
        } catch (IOException e) {
            // not Linux, or a container without /proc: the two statistics are left out
            return;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        if (fields.length > SYSTEM_FIELD) {
            sink.accept("rusage_user", seconds(fields[USER_FIELD]));
            sink.accept("rusage_system", seconds(fields[SYSTEM_FIELD]));
        }
    }

    private static String seconds(String ticks) {
        return String.format(Locale.ROOT, "%.6f", Long.parseLong(ticks) / (double) TICKS_PER_SECOND);
    }
}
