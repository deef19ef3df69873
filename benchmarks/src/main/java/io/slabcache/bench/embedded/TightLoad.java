package io.slabcache.bench.embedded;

import io.slabcache.bench.harness.Figures;
import io.slabcache.bench.harness.Metric;
import io.slabcache.bench.harness.Shape;
import io.slabcache.bench.harness.Usage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Repeats operations that are about as long as a look at the clock: they run in batches, of which one operation is timed.
 * The threads first run a moment unmeasured; then each counts its own operations, times and allocation.
 */
public final class TightLoad {
    /** What is measured. */
    public static final List<Metric> METRICS =
            List.of(Metric.OPERATIONS, Metric.P50, Metric.P99, Metric.CPU, Metric.ALLOCATION);

    private static final int BATCH = 127;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 2;

    private enum Phase {
        LEAD_IN,
        MEASURE,
        END
    }

    private final List<Repeater> repeaters = new ArrayList<>();
    private final CountDownLatch ended;
    private final CountDownLatch counted = new CountDownLatch(1);
    private volatile Phase phase = Phase.LEAD_IN;

    private TightLoad(List<? extends Work> works) {
        ended = new CountDownLatch(works.size());
        for (Work work : works) {
            repeaters.add(new Repeater(work));
        }
    }

    /**
     * Runs each work on a thread of its own.
     *
     * @param works what the threads do
     * @param millis for how long it is measured
     * @return the figures, those of {@link #METRICS}
     */
    public static Figures run(List<? extends Work> works, long millis) throws InterruptedException {
        return new TightLoad(works).run(millis);
    }

    private Figures run(long millis) throws InterruptedException {
        repeaters.forEach(Thread::start);
        Thread.sleep(Shape.LEAD_IN_MILLIS);
        Usage usage = Usage.begin(repeaters);
        phase = Phase.MEASURE;
        Thread.sleep(millis);
        phase = Phase.END;
        Usage.Used used = usage.end();
        ended.await();
        counted.countDown();
        for (Repeater repeater : repeaters) {
            repeater.join();
        }
        return figures(used);
    }

    private Figures figures(Usage.Used used) {
        Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        double perSecond = 0;
        long operations = 0;
        long allocated = used.bytesOfOthers();
        for (Repeater repeater : repeaters) {
            if (repeater.fault != null) {
                throw new IllegalStateException("an operation failed", repeater.fault);
            }
            times.add(repeater.times);
            operations += repeater.operations;
            allocated += repeater.allocated;
            perSecond += repeater.operations * 1e9 / Math.max(1, repeater.nanos);
        }
        double count = Math.max(1, operations);
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.OPERATIONS, perSecond);
        values.put(Metric.P50, times.getValueAtPercentile(50) / 1e3);
        values.put(Metric.P99, times.getValueAtPercentile(99) / 1e3);
        values.put(Metric.CPU, used.cpuNanos() / count / 1e3);
        values.put(Metric.ALLOCATION, allocated / count);
        return new Figures(values);
    }

    /** One thread of the load. Its fields are read after it has ended. */
    private final class Repeater extends Thread {
        private final Work work;
        private final Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        private long operations;
        private long nanos;
        private long allocated;
        private @Nullable Throwable fault;

        Repeater(Work work) {
            super("load");
            this.work = work;
        }

        @Override
        public void run() {
            try {
                repeat();
            } catch (RuntimeException | Error e) {
                fault = e;
            }
            ended.countDown();
            try {
                // Threads that have ended are no longer told apart from the store's.
                counted.await();
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        private void repeat() {
            while (phase == Phase.LEAD_IN) {
                work.run(BATCH);
                work.run(1);
            }
            long allocatedBefore = Usage.allocatedByThisThread();
            long begin = System.nanoTime();
            long last = begin;
            while (phase == Phase.MEASURE) {
                work.run(BATCH);
                long before = System.nanoTime();
                work.run(1);
                last = System.nanoTime();
                times.recordValue(Math.min(last - before, LONGEST_NANOS));
                operations += BATCH + 1;
            }
            nanos = last - begin;
            allocated = Usage.allocatedByThisThread() - allocatedBefore;
        }
    }
}
