package io.slabcache.bench.gc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pauses that a JVM logged with {@code -Xlog:gc:file=...:uptimemillis} in a span of time.
 *
 * @param count how many there were
 * @param totalMillis how long they took together
 * @param longestMillis how long the longest took
 */
record GcLog(int count, double totalMillis, double longestMillis) {
    private static final Pattern PAUSE = Pattern.compile("^\\[(\\d+)ms].* Pause .* ([0-9.]+)ms$");

    /** Reads a log. */
    static GcLog read(Path log, double fromMillis, double toMillis) throws IOException {
        int count = 0;
        double total = 0;
        double longest = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.matches()) {
                double at = Double.parseDouble(pause.group(1));
                double millis = Double.parseDouble(pause.group(2));
                if (at >= fromMillis && at <= toMillis) {
                    count++;
                    total += millis;
                    longest = Math.max(longest, millis);
                }
            }
        }
        return new GcLog(count, total, longest);
    }
}
