package io.slabcache.bench.client;

import io.slabcache.bench.harness.Findings;
import io.slabcache.bench.harness.Measurement;
import java.time.Duration;
import org.slf4j.simple.SimpleLogger;

/** The suite {@code faults}, see {@link Faults}. */
public final class FaultsMeasurement implements Measurement {
    private static final int QUICK_ROUNDS = 3;
    private static final long QUICK_MILLIS = 2000;
    private static final int FULL_ROUNDS = 9;
    private static final long FULL_MILLIS = 4000;

    @Override
    public String name() {
        return Faults.NAME;
    }

    @Override
    public Duration budget(boolean quick) {
        return Faults.budget(quick ? QUICK_ROUNDS : FULL_ROUNDS, quick ? QUICK_MILLIS : FULL_MILLIS);
    }

    @Override
    public Findings run(Order order) throws Exception {
        // What the client logs of each failure, by the thousand.
        System.setProperty(
                SimpleLogger.LOG_FILE_KEY,
                order.results().resolve(Faults.NAME + ".log").toString());
        return new Faults(
                        order.quick() ? QUICK_ROUNDS : FULL_ROUNDS,
                        order.quick() ? QUICK_MILLIS : FULL_MILLIS,
                        order.out())
                .run();
    }
}
