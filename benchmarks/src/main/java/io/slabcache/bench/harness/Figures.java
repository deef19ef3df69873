package io.slabcache.bench.harness;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What one round of one task gave one contestant. */
public record Figures(Map<Metric, Double> values) {

    /** Returns them as one line, {@code name=value} pairs. */
    public String toLine() {
        StringBuilder line = new StringBuilder();
        new TreeMap<>(values)
                .forEach((metric, value) -> line.append(line.length() == 0 ? "" : " ")
                        .append(metric.name())
                        .append('=')
                        .append(value));
        return line.toString();
    }

    /** Reads what {@link #toLine} returned. */
    public static Figures ofLine(String line) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (String pair : line.split(" ")) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("pairs must have a value: line=" + line);
            }
            values.put(Metric.valueOf(pair.substring(0, equals)), Double.valueOf(pair.substring(equals + 1)));
        }
        return new Figures(values);
    }
}
