package io.slabcache.bench.harness;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Runs a {@link Measurement}, {@code [--quick] [--parts A,B]}. */
public final class MeasurementProgram implements Program {
    private final String name;
    private final Supplier<? extends Measurement> measurements;

    /**
     * Describes it.
     *
     * @param measurements makes one for a run
     */
    public MeasurementProgram(Supplier<? extends Measurement> measurements) {
        this.name = measurements.get().name();
        this.measurements = measurements;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration budget(boolean quick) {
        return measurements.get().budget(quick);
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws Exception {
        Measurement measurement = measurements.get();
        boolean quick = false;
        Set<String> parts = new LinkedHashSet<>(measurement.parts());
        for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
            String word = words.next();
            if (word.equals("--quick")) {
                quick = true;
            } else if (word.equals("--parts") && words.hasNext()) {
                parts = new LinkedHashSet<>(List.of(words.next().split(",")));
            } else {
                throw new IllegalArgumentException(
                        "the suite takes --quick and --parts A,B: suite=" + name + ", argument=" + word);
            }
        }
        if (!measurement.parts().containsAll(parts)) {
            throw new IllegalArgumentException(
                    "no such part: suite=" + name + ", wanted=" + parts + ", parts=" + measurement.parts());
        }
        Instant begin = Instant.now();
        Duration budget = budget(quick);
        out.println(Findings.announcement(name, quick, budget));
        measurement
                .run(new Measurement.Order(quick, parts, results, out))
                .publish(name, quick, begin, budget, results, out);
    }
}
