package io.slabcache.bench.gc;

import io.slabcache.bench.harness.Fork;
import io.slabcache.bench.harness.Zipf;
import io.slabcache.bench.map.ByteMap;
import io.slabcache.bench.map.EntryShape;
import io.slabcache.bench.map.MapEntrant;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The process that loads one store, {@code ENTRANT ENTRIES WARM_UP_SECONDS SECONDS THREADS}: nine gets and a put in ten, zipf 0.99,
 * every operation timed by itself. It tells when the counted time began and ended by the clock of the collector's log.
 */
final class GcWorker<K> {
    private static final EntryShape SHAPE = EntryShape.BYTES_8_1024;
    private static final double EXPONENT = 0.99;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;
    private static final long SEED = 77;

    /** How many numbers of entries a thread asks for, from the first on again after the last. */
    private static final int SEQUENCE_LENGTH = 1 << 21;

    private final ByteMap<K> map;
    private final int[][] sequences;

    private GcWorker(ByteMap<K> map, int[][] sequences) {
        this.map = map;
        this.sequences = sequences;
    }

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = System.out;
        System.setOut(System.err);
        MapEntrant entrant = MapEntrant.valueOf(arguments[0]);
        int entries = Integer.parseInt(arguments[1]);
        long warmUpSeconds = Long.parseLong(arguments[2]);
        long seconds = Long.parseLong(arguments[3]);
        int threads = Integer.parseInt(arguments[4]);
        try (ByteMap<?> map = entrant.open(SHAPE.size(entries))) {
            GcWorker<?> worker = new GcWorker<>(map, sequences(entries, threads));
            worker.fill(entries);
            worker.load(warmUpSeconds);
            long begin = ManagementFactory.getRuntimeMXBean().getUptime();
            Histogram histogram = worker.load(seconds);
            long end = ManagementFactory.getRuntimeMXBean().getUptime();
            out.println(Fork.line("beginMillis", begin));
            out.println(Fork.line("endMillis", end));
            out.println(Fork.line("operations", histogram.getTotalCount()));
            out.println(Fork.line("meanMicros", histogram.getMean() / 1e3));
            for (double percentile : new double[] {50, 99, 99.9, 99.99, 100}) {
                String name = percentile == 100
                        ? "max"
                        : "p" + Double.toString(percentile).replace(".0", "");
                out.println(Fork.line(name + "Micros", histogram.getValueAtPercentile(percentile) / 1e3));
            }
        }
        System.exit(0);
    }

    /** Returns for each thread the numbers of the entries that it asks for; the frequent ones are no neighbours. */
    private static int[][] sequences(int entries, int threads) {
        Zipf zipf = new Zipf(entries, EXPONENT);
        int[][] sequences = new int[threads][SEQUENCE_LENGTH];
        for (int thread = 0; thread < threads; thread++) {
            SplittableRandom random = new SplittableRandom(SEED + thread);
            Arrays.setAll(sequences[thread], i ->
                    (int) Long.remainderUnsigned((zipf.next(random) + 1) * 0x9e37_79b9_7f4a_7c15L, entries));
        }
        return sequences;
    }

    private void fill(int entries) {
        for (long number = 0; number < entries; number++) {
            map.put(map.key(SHAPE.key(number)), SHAPE.value(number));
        }
    }

    private Histogram load(long seconds) throws InterruptedException {
        int threads = sequences.length;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<Histogram> histograms = new ArrayList<>();
        List<Thread> loaders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
            histograms.add(histogram);
            int[] numbers = sequences[i];
            Thread loader = new Thread(() -> run(numbers, histogram, end), "load-" + i);
            loader.setUncaughtExceptionHandler((thread, thrown) -> {
                thrown.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            loaders.add(loader);
        }
        loaders.forEach(Thread::start);
        Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
        for (int i = 0; i < threads; i++) {
            loaders.get(i).join();
            all.add(histograms.get(i));
        }
        return all;
    }

    private void run(int[] numbers, Histogram histogram, long end) {
        byte[] keyBytes = new byte[SHAPE.keyLength()];
        byte[] value = SHAPE.value(0);
        long now = System.nanoTime();
        for (int i = 0; now - end < 0; i++) {
            int number = numbers[i & SEQUENCE_LENGTH - 1];
            boolean isPut = i % 10 == 0;
            if (isPut && map.keepsArrays()) {
                keyBytes = new byte[SHAPE.keyLength()];
                value = SHAPE.value(number);
            }
            SHAPE.writeKey(number, keyBytes);
            K key = map.key(keyBytes);
            if (isPut) {
                value[0] = (byte) number;
            }
            long begin = System.nanoTime();
            byte[] found = value;
            if (isPut) {
                map.put(key, value);
            } else {
                found = map.get(key);
            }
            now = System.nanoTime();
            histogram.recordValue(now - begin);
            if (found == null || found.length != value.length || found[0] != (byte) number) {
                throw new IllegalStateException("every entry must be found as it was stored: number=" + number);
            }
        }
    }
}
