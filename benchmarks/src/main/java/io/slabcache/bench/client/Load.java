package io.slabcache.bench.client;

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
 * Repeats a task on one contestant for some time. The threads first run a moment unmeasured; then each counts its own
 * operations, times and allocation. The process's CPU time and what the client's own threads allocate are taken over the
 * same time.
 */
final class Load {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 2;

    private enum Phase {
        LEAD_IN,
        MEASURE,
        END
    }

    private final Contestant contestant;
    private final ClientTask task;
    private volatile Phase phase = Phase.LEAD_IN;

    Load(Contestant contestant, ClientTask task) {
        this.contestant = contestant;
        this.task = task;
    }

    /** Runs it for so long and returns the figures. */
    Figures run(long millis) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(task.threads());
        CountDownLatch counted = new CountDownLatch(1);
        List<Repeater> repeaters = new ArrayList<>();
        for (int i = 0; i < task.threads(); i++) {
            Repeater repeater = new Repeater(i, ended, counted);
            repeaters.add(repeater);
            repeater.start();
        }
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
        return figures(repeaters, used);
    }

    private static Figures figures(List<Repeater> repeaters, Usage.Used used) {
        Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        double perSecond = 0;
        long operations = 0;
        long failed = 0;
        long allocated = used.bytesOfOthers();
        for (Repeater repeater : repeaters) {
            if (repeater.fault != null) {
                throw new IllegalStateException("an operation failed in every try", repeater.fault);
            }
            times.add(repeater.times);
            operations += repeater.operations;
            failed += repeater.failed;
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
        values.put(Metric.ERRORS, (double) failed);
        return new Figures(values);
    }

    /** One thread of the load. Its fields are read after it has ended. */
    private final class Repeater extends Thread {
        private static final int MOST_FAILURES_IN_A_ROW = 20;

        private final CountDownLatch ended;
        private final CountDownLatch counted;
        private final Histogram times = new Histogram(LONGEST_NANOS, DIGITS);
        private final Operation operation;
        private long operations;
        private long failed;
        private int failedInARow;
        private long nanos;
        private long allocated;
        private @Nullable Exception fault;

        Repeater(int number, CountDownLatch ended, CountDownLatch counted) {
            super("load-" + number);
            this.ended = ended;
            this.counted = counted;
            this.operation = Operation.of(task, contestant, number);
        }

        @Override
        public void run() {
            try {
                repeat();
            } catch (Exception e) {
                fault = e;
            }
            ended.countDown();
            try {
                // Threads that have ended are no longer told apart from the client's.
                counted.await();
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        private void repeat() throws Exception {
            while (phase == Phase.LEAD_IN) {
                step();
            }
            operations = 0;
            failed = 0;
            long allocatedBefore = Usage.allocatedByThisThread();
            long begin = System.nanoTime();
            long last = begin;
            while (phase == Phase.MEASURE) {
                step();
                long now = System.nanoTime();
                times.recordValue(Math.min(now - last, LONGEST_NANOS));
                last = now;
            }
            nanos = last - begin;
            allocated = Usage.allocatedByThisThread() - allocatedBefore;
            operation.end();
        }

        private void step() throws Exception {
            try {
                operation.run();
                operations++;
                failedInARow = 0;
            } catch (Exception e) {
                failed++;
                if (++failedInARow > MOST_FAILURES_IN_A_ROW) {
                    throw e;
                }
            }
        }
    }
}
