package io.slabcache.bench.plot;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of what a suite wrote.
 *
 * @param values texts, numbers, lists and maps by name
 */
record Results(Map<?, ?> values) {
    private static final Pattern FEATURE = Pattern.compile("\\d{1,3}");

    /** Reads a suite's file. */
    static Results read(Path file) {
        return new Results(ConfigFactory.parseFile(
                        file.toFile(),
                        ConfigParseOptions.defaults()
                                .setSyntax(ConfigSyntax.JSON)
                                .setAllowMissing(false))
                .root()
                .unwrapped());
    }

    /** Returns the feature release of the Java that a suite ran on, or 0 if it does not say. */
    int feature() {
        Matcher java = FEATURE.matcher(text("java"));
        return java.lookingAt() ? Integer.parseInt(java.group()) : 0;
    }

    /** Returns when a suite began, or long ago if it does not say. */
    Instant begin() {
        return has("begin") ? Instant.parse(text("begin")) : Instant.EPOCH;
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    /** Returns a value as text, or "unknown". */
    String text(String name) {
        return has(name) ? String.valueOf(values.get(name)) : "unknown";
    }

    /** Returns a number, or not a number if there is none. */
    double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Returns a list's elements as text; none if there is no such list. */
    List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    /** Returns a list's elements, which are maps. */
    List<Results> parts(String name) {
        return list(name).stream()
                .map(element -> new Results((Map<?, ?>) element))
                .toList();
    }

    /** Returns the map of a name, empty if there is none. */
    Results part(String name) {
        return new Results(values.get(name) instanceof Map<?, ?> map ? map : Map.of());
    }

    /** Returns the names of all values, in their order. */
    List<String> names() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    /** Returns the median of a list of numbers, or not a number if there is none. */
    double median(String name) {
        double[] numbers = list(name).stream()
                .filter(Number.class::isInstance)
                .mapToDouble(element -> ((Number) element).doubleValue())
                .sorted()
                .toArray();
        int middle = numbers.length / 2;
        if (numbers.length % 2 == 1) {
            return numbers[middle];
        }
        return numbers.length == 0 ? Double.NaN : (numbers[middle - 1] + numbers[middle]) / 2;
    }

    private List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }
}
