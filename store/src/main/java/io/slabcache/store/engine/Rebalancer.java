package io.slabcache.store.engine;

import java.util.Arrays;

/**
 * Moves pages to the class that evicts the youngest items from the class that keeps the oldest, one page a run, so that
 * a changed mix of sizes does not starve. Runs on one thread at a time.
 */
final class Rebalancer {
    static final long PERIOD_MILLIS = 1000;
    private static final int WINDOW = 10;
    /** A class is young if its ages are below this share of the oldest class's. */
    private static final double YOUNG_RATIO = 0.8;

    private final EngineContext context;
    private final PageMover mover;
    private final long[][] ages;
    private final long[][] evictions;
    private final long[] evictedBefore;
    private final long[] evictionAgesBefore;
    private int samples;
    private long lastRunMillis;

    Rebalancer(EngineContext context, PageMover mover) {
        this.context = context;
        this.mover = mover;
        ages = new long[context.classes.length][WINDOW];
        evictions = new long[context.classes.length][WINDOW];
        evictedBefore = new long[context.classes.length];
        evictionAgesBefore = new long[context.classes.length];
        lastRunMillis = context.clock.millis();
    }

    /** Takes a sample and moves a page if the samples say so; does nothing within a period of the last run. */
    void run() {
        long nowMillis = context.clock.millis();
        if (nowMillis - lastRunMillis < PERIOD_MILLIS) {
            return;
        }
        lastRunMillis = nowMillis;
        int[] pageCounts = sample(nowMillis);
        if (samples < WINDOW) {
            return;
        }
        int youngest = -1;
        int oldest = -1;
        for (int id = 0; id < ages.length; id++) {
            if (pageCounts[id] > 0 && sum(evictions[id]) > 0 && (youngest < 0 || sum(ages[id]) < sum(ages[youngest]))) {
                youngest = id;
            }
            if (pageCounts[id] > PageMover.PAGES_KEPT && (oldest < 0 || sum(ages[id]) > sum(ages[oldest]))) {
                oldest = id;
            }
        }
        if (youngest >= 0
                && oldest >= 0
                && youngest != oldest
                && sum(ages[youngest]) < sum(ages[oldest]) * YOUNG_RATIO) {
            move(context.classes[oldest], context.classes[youngest]);
        }
    }

    private int[] sample(long nowMillis) {
        int slot = samples++ % WINDOW;
        if (samples == 2 * WINDOW) {
            samples = WINDOW;
        }
        int[] pageCounts = new int[ages.length];
        for (SlabClass slabClass : context.classes) {
            int id = slabClass.id();
            slabClass.lock.lock();
            try {
                pageCounts[id] = slabClass.pageCount();
                evictions[id][slot] = slabClass.evicted() - evictedBefore[id];
                evictedBefore[id] = slabClass.evicted();
                ages[id][slot] = evictions[id][slot] > 0
                        ? (slabClass.evictionAgesMillis() - evictionAgesBefore[id]) / evictions[id][slot]
                        : slabClass.nextAgeMillis(nowMillis);
                evictionAgesBefore[id] = slabClass.evictionAgesMillis();
            } finally {
                slabClass.lock.unlock();
            }
        }
        return pageCounts;
    }

    private void move(SlabClass from, SlabClass to) {
        int page = mover.takePageFrom(from, to.id());
        if (page == PageTable.NO_PAGE) {
            return;
        }
        to.lock.lock();
        try {
            to.addPage(page);
        } finally {
            to.lock.unlock();
        }
    }

    private static long sum(long[] values) {
        return Arrays.stream(values).sum();
    }
}
