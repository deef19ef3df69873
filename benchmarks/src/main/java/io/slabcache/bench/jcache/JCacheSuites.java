package io.slabcache.bench.jcache;

import io.slabcache.bench.embedded.Distribution;
import io.slabcache.bench.embedded.TightLoad;
import io.slabcache.bench.harness.Bar;
import io.slabcache.bench.harness.Metric;
import io.slabcache.bench.harness.Shape;
import io.slabcache.bench.harness.Suite;
import io.slabcache.bench.harness.SuiteProgram;
import io.slabcache.bench.harness.Surroundings;
import io.slabcache.bench.harness.Task;
import io.slabcache.bench.jcache.JCacheTask.Mix;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The suite that measures our provider, in the process, next to others. */
public final class JCacheSuites {
    private static final Shape QUICK = new Shape(1, 3, 2000, 800);
    private static final Shape FULL = new Shape(2, 5, 3000, 2000);
    private static final int CORES = 2;

    private static final Set<JCacheEntrant> BOUNDED =
            EnumSet.complementOf(EnumSet.of(JCacheEntrant.CAFFEINE_UNBOUNDED));

    private JCacheSuites() {}

    /** Get and put, by value. */
    public static Suite jcache(SuiteProgram.Form form) {
        boolean quick = form == SuiteProgram.Form.QUICK;
        Map<Task, Set<JCacheEntrant>> tasks = new LinkedHashMap<>();
        List<Bar> bars = new ArrayList<>();
        for (Entries entries : Entries.values()) {
            JCacheTask get = new JCacheTask(Mix.GET, Distribution.ZIPF, CORES, entries);
            JCacheTask put = new JCacheTask(Mix.PUT, Distribution.UNIFORM, CORES, entries);
            tasks.put(get, EnumSet.allOf(JCacheEntrant.class));
            tasks.put(put, EnumSet.allOf(JCacheEntrant.class));
            if (!quick) {
                tasks.put(new JCacheTask(Mix.GET, Distribution.ZIPF, 1, entries), BOUNDED);
                tasks.put(new JCacheTask(Mix.READS_95, Distribution.ZIPF, CORES, entries), BOUNDED);
            }
            String kind = entries.name().toLowerCase(Locale.ROOT).replace('_', '-');
            addBars(bars, "get-" + kind, get);
            addBars(bars, "put-" + kind, put);
        }
        return new Suite("jcache", quick ? QUICK : FULL, Surroundings.NONE, TightLoad.METRICS, tasks, bars);
    }

    private static void addBars(List<Bar> bars, String name, JCacheTask task) {
        bars.add(bar(name + "-to-ehcache-off-heap", task, JCacheEntrant.EHCACHE_OFF_HEAP, 2.5));
        bars.add(bar(name + "-to-hazelcast", task, JCacheEntrant.HAZELCAST, 2));
        bars.add(bar(name + "-to-caffeine", task, JCacheEntrant.CAFFEINE, 1));
        bars.add(bar(name + "-to-caffeine-unbounded", task, JCacheEntrant.CAFFEINE_UNBOUNDED, Bar.NONE));
    }

    private static Bar bar(String name, JCacheTask task, JCacheEntrant other, double bound) {
        return new Bar(name, JCacheEntrant.SLABCACHE, task, Metric.OPERATIONS, new Bar.Other(other), bound);
    }
}
