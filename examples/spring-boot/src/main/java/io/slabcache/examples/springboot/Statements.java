package io.slabcache.examples.springboot;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts the statements that the database gets: those of a thread, by which a page knows what it cost, and all. */
@Component
class Statements {
    private final ThreadLocal<Integer> ofThread = ThreadLocal.withInitial(() -> 0);
    private final LongAdder all = new LongAdder();

    Statements(MeterRegistry registry) {
        FunctionCounter.builder("catalogue.statements", all, LongAdder::sum)
                .description("Statements that the database got")
                .register(registry);
    }

    void count() {
        ofThread.set(ofThread.get() + 1);
        all.increment();
    }

    int ofThisThread() {
        return ofThread.get();
    }
}
