package io.slabcache.micrometer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Meters that come one by one and go together. All read one snapshot, which this object keeps: Micrometer holds what its meters
 * read weakly. Safe for use by several threads.
 */
final class MeterGroup<T> {
    private final MeterRegistry registry;
    private final Sampled<T> figures;
    private final Tags tags;

    @GuardedBy("this")
    private final List<Meter> meters = new ArrayList<>();

    @GuardedBy("this")
    private boolean removed;

    MeterGroup(MeterRegistry registry, Sampled<T> figures, Tags tags) {
        this.registry = registry;
        this.figures = figures;
        this.tags = tags;
    }

    synchronized void gauge(String name, String unit, String description, Tags more, ToDoubleFunction<T> value) {
        if (!removed) {
            meters.add(Gauge.builder(name, figures, sampled -> value.applyAsDouble(sampled.get()))
                    .baseUnit(unit.isEmpty() ? null : unit)
                    .description(description)
                    .tags(tags.and(more))
                    .register(registry));
        }
    }

    synchronized void timeGauge(String name, String description, Tags more, ToDoubleFunction<T> millis) {
        if (!removed) {
            meters.add(TimeGauge.builder(
                            name, figures, TimeUnit.MILLISECONDS, sampled -> millis.applyAsDouble(sampled.get()))
                    .description(description)
                    .tags(tags.and(more))
                    .register(registry));
        }
    }

    synchronized void counter(String name, String unit, String description, Tags more, ToDoubleFunction<T> value) {
        if (!removed) {
            meters.add(FunctionCounter.builder(name, figures, sampled -> value.applyAsDouble(sampled.get()))
                    .baseUnit(unit.isEmpty() ? null : unit)
                    .description(description)
                    .tags(tags.and(more))
                    .register(registry));
        }
    }

    synchronized void timer(String name, String description, ToLongFunction<T> count, ToDoubleFunction<T> nanos) {
        if (!removed) {
            meters.add(FunctionTimer.builder(
                            name,
                            figures,
                            sampled -> count.applyAsLong(sampled.get()),
                            sampled -> nanos.applyAsDouble(sampled.get()),
                            TimeUnit.NANOSECONDS)
                    .description(description)
                    .tags(tags)
                    .register(registry));
        }
    }

    /** Removes all meters for good. */
    synchronized void remove() {
        removed = true;
        meters.forEach(registry::remove);
        meters.clear();
    }
}
