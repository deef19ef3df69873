package io.slabcache.bench.engine;

import static io.slabcache.bench.engine.EngineEntrant.CAFFEINE;
import static io.slabcache.bench.engine.EngineEntrant.CHRONICLE_MAP;
import static io.slabcache.bench.engine.EngineEntrant.CONCURRENT_HASH_MAP;
import static io.slabcache.bench.engine.EngineEntrant.FLOOR;
import static io.slabcache.bench.engine.EngineEntrant.MAPDB;
import static io.slabcache.bench.engine.EngineEntrant.OHC_CHUNKED;
import static io.slabcache.bench.engine.EngineEntrant.OHC_LINKED;
import static io.slabcache.bench.engine.EngineEntrant.SLABCACHE;

import io.slabcache.bench.embedded.Distribution;
import io.slabcache.bench.embedded.TightLoad;
import io.slabcache.bench.engine.EngineTask.Mix;
import io.slabcache.bench.harness.Bar;
import io.slabcache.bench.harness.Metric;
import io.slabcache.bench.harness.Shape;
import io.slabcache.bench.harness.Suite;
import io.slabcache.bench.harness.SuiteProgram;
import io.slabcache.bench.harness.Surroundings;
import io.slabcache.bench.harness.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The suites that measure the raw store next to others. */
public final class EngineSuites {
    private static final Shape QUICK = new Shape(1, 3, 2000, 800);
    private static final Shape FULL = new Shape(2, 5, 3000, 2000);

    /** More rounds, since what is compared is nearly alike. */
    private static final Shape QUICK_PAIRS = new Shape(1, 7, 3000, 600);

    private static final double WITHIN_5_PERCENT = 0.95;

    private static final int SMALL = 100;
    private static final int LARGE = 1024;
    private static final int CORES = 2;
    private static final int MOST_THREADS = 64;

    private static final Set<EngineEntrant> OHC = EnumSet.of(OHC_LINKED, OHC_CHUNKED);

    private static final EngineTask GET_INTO = zipf(Mix.GET_INTO, CORES);
    private static final EngineTask GET_NEW = zipf(Mix.GET_NEW, CORES);
    private static final EngineTask GET_UNIFORM = uniform(Mix.GET_INTO, 1);
    private static final EngineTask READS_95 = zipf(Mix.READS_95, CORES);
    private static final EngineTask OVERWRITE = uniform(Mix.OVERWRITE, CORES);
    private static final EngineTask MISS = uniform(Mix.MISS, CORES);

    private EngineSuites() {}

    /** One and two threads, every kind of operation. */
    public static Suite engine(SuiteProgram.Form form) {
        boolean quick = form == SuiteProgram.Form.QUICK;
        Map<Task, Set<EngineEntrant>> tasks = new LinkedHashMap<>();
        if (quick) {
            for (EngineTask task : List.of(GET_INTO, GET_NEW, READS_95, GET_UNIFORM, OVERWRITE, MISS)) {
                tasks.put(task, EnumSet.allOf(EngineEntrant.class));
            }
            for (EngineTask task : List.of(large(GET_INTO), large(READS_95))) {
                tasks.put(task, EnumSet.of(SLABCACHE, FLOOR, OHC_LINKED, CHRONICLE_MAP, MAPDB, CONCURRENT_HASH_MAP));
            }
        } else {
            addAll(tasks, SMALL);
            addAll(tasks, LARGE);
        }
        // nothing makes the floor fit for several writers
        tasks.replaceAll((task, entrants) -> writesAtOnce((EngineTask) task) ? without(entrants, FLOOR) : entrants);
        List<Bar> bars = new ArrayList<>();
        for (EngineTask task : List.of(GET_INTO, GET_NEW)) {
            String name = task == GET_INTO ? "get-into" : "get-new";
            bars.add(bar(name + "-to-ohc", task, new Bar.BestOf(OHC), 1.5));
            bars.add(bar(name + "-to-chronicle-map", task, new Bar.Other(CHRONICLE_MAP), 1.2));
        }
        bars.add(bar("get-uniform-to-floor", GET_UNIFORM, new Bar.Other(FLOOR), 0.7));
        bars.add(bar("reads-95-to-ohc-linked", READS_95, new Bar.Other(OHC_LINKED), 1.5));
        bars.add(bar("reads-95-to-chronicle-map", READS_95, new Bar.Other(CHRONICLE_MAP), 1.1));
        bars.add(bar("overwrite-to-ohc-linked", OVERWRITE, new Bar.Other(OHC_LINKED), 1.3));
        bars.add(bar("overwrite-to-chronicle-map", OVERWRITE, new Bar.Other(CHRONICLE_MAP), 1.1));
        bars.add(nothing("get-into-allocation", GET_INTO));
        bars.add(nothing("miss-allocation", MISS));
        bars.add(nothing("overwrite-allocation", OVERWRITE));
        bars.add(bar("get-into-1024-to-ohc-linked", large(GET_INTO), new Bar.Other(OHC_LINKED), Bar.NONE));
        bars.add(bar("get-into-1024-to-chronicle-map", large(GET_INTO), new Bar.Other(CHRONICLE_MAP), Bar.NONE));
        bars.add(bar("get-into-to-floor", GET_INTO, new Bar.Other(FLOOR), Bar.NONE));
        return new Suite("engine", quick ? QUICK : FULL, Surroundings.NONE, TightLoad.METRICS, tasks, bars);
    }

    private static void addAll(Map<Task, Set<EngineEntrant>> tasks, int valueLength) {
        Set<EngineEntrant> entrants = EnumSet.allOf(EngineEntrant.class);
        for (int threads = 1; threads <= CORES; threads++) {
            for (Mix mix : List.of(Mix.GET_INTO, Mix.GET_NEW, Mix.READS_95, Mix.READS_50)) {
                tasks.put(new EngineTask(mix, Distribution.ZIPF, threads, valueLength), entrants);
            }
            for (Mix mix : List.of(Mix.GET_INTO, Mix.GET_NEW, Mix.OVERWRITE, Mix.MISS)) {
                tasks.put(new EngineTask(mix, Distribution.UNIFORM, threads, valueLength), entrants);
            }
        }
    }

    /** From one thread to far more than there are cores, and what may stand in their way. */
    public static Suite scale(SuiteProgram.Form form) {
        boolean quick = form == SuiteProgram.Form.QUICK;
        Set<EngineEntrant> entrants = EnumSet.of(SLABCACHE, OHC_LINKED, OHC_CHUNKED, CHRONICLE_MAP, CAFFEINE);
        Map<Task, Set<EngineEntrant>> tasks = new LinkedHashMap<>();
        for (int threads = 1; threads <= MOST_THREADS; threads *= 2) {
            tasks.put(zipf(Mix.READS_95, threads), entrants);
        }
        EngineTask spread = zipf(Mix.READS_95, MOST_THREADS);
        EngineTask hot = new EngineTask(Mix.READS_95, Distribution.HOT_KEY, MOST_THREADS, SMALL);
        EngineTask stripe = new EngineTask(Mix.READS_95, Distribution.ONE_STRIPE, MOST_THREADS, SMALL);
        tasks.put(hot, entrants);
        tasks.put(stripe, EnumSet.of(SLABCACHE));
        List<Bar> bars = List.of(
                bar("threads-64-to-2", spread, new Bar.OtherTask(READS_95), 0.8),
                bar("hot-key-to-spread", hot, new Bar.OtherTask(spread), 0.8),
                bar("one-stripe-to-spread", stripe, new Bar.OtherTask(spread), Bar.NONE),
                bar("threads-64-to-best-peer", spread, new Bar.BestPeer(), Bar.NONE),
                bar("hot-key-to-best-peer", hot, new Bar.BestPeer(), Bar.NONE));
        return new Suite("scale", quick ? QUICK : FULL, Surroundings.NONE, TightLoad.METRICS, tasks, bars);
    }

    /**
     * Our store over each kind of memory. Those of {@code java.lang.foreign} must be as fast as the older Java's, within 5 %;
     * what huge pages gain is shown.
     */
    public static Suite memorySeam(SuiteProgram.Form form) {
        Set<MemoryEntrant> entrants = MemoryEntrant.available();
        Map<Task, Set<MemoryEntrant>> tasks = new LinkedHashMap<>();
        List<Bar> bars = new ArrayList<>();
        for (EngineTask task : List.of(GET_INTO, GET_NEW, GET_UNIFORM, READS_95, OVERWRITE, MISS)) {
            tasks.put(task, entrants);
            for (MemoryEntrant entrant : entrants) {
                switch (entrant) {
                    case CHRONICLE -> {} // what the others are compared with
                    case SEGMENTS, NATIVE ->
                        bars.add(seamBar(entrant, task, MemoryEntrant.CHRONICLE, WITHIN_5_PERCENT));
                    case CHRONICLE_HUGE -> bars.add(seamBar(entrant, task, MemoryEntrant.CHRONICLE, Bar.NONE));
                    case SEGMENTS_HUGE -> bars.add(seamBar(entrant, task, MemoryEntrant.SEGMENTS, Bar.NONE));
                    case NATIVE_HUGE -> bars.add(seamBar(entrant, task, MemoryEntrant.NATIVE, Bar.NONE));
                }
            }
        }
        return new Suite(
                "memory-seam",
                form == SuiteProgram.Form.QUICK ? QUICK_PAIRS : FULL,
                Surroundings.NONE,
                TightLoad.METRICS,
                tasks,
                bars);
    }

    private static Bar seamBar(MemoryEntrant entrant, EngineTask task, MemoryEntrant other, double bound) {
        String name = entrant.label() + "-"
                + task.mix().name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + task.threads() + "-to-"
                + other.label();
        return new Bar(name, entrant, task, Metric.OPERATIONS, new Bar.Other(other), bound);
    }

    private static boolean writesAtOnce(EngineTask task) {
        return task.threads() > 1
                && (task.mix() == Mix.OVERWRITE || task.mix() == Mix.READS_95 || task.mix() == Mix.READS_50);
    }

    private static Set<EngineEntrant> without(Set<EngineEntrant> entrants, EngineEntrant one) {
        Set<EngineEntrant> others = EnumSet.copyOf(entrants);
        others.remove(one);
        return others;
    }

    private static EngineTask zipf(Mix mix, int threads) {
        return new EngineTask(mix, Distribution.ZIPF, threads, SMALL);
    }

    private static EngineTask uniform(Mix mix, int threads) {
        return new EngineTask(mix, Distribution.UNIFORM, threads, SMALL);
    }

    private static EngineTask large(EngineTask task) {
        return new EngineTask(task.mix(), task.distribution(), task.threads(), LARGE);
    }

    private static Bar bar(String name, EngineTask task, Bar.Reference reference, double bound) {
        return new Bar(name, SLABCACHE, task, Metric.OPERATIONS, reference, bound);
    }

    /** Nothing may be allocated: the figure itself, in bytes. */
    private static Bar nothing(String name, EngineTask task) {
        return new Bar(name, SLABCACHE, task, Metric.ALLOCATION, new Bar.Itself(0), 0);
    }
}
