package io.slabcache.server.stats;

import java.util.concurrent.atomic.LongAdder;

/** What a node counts of the clients that watch it. Safe for use by any number of threads. */
public final class WatchFigures {
    private final LongAdder sent = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private volatile int watchers;

    /** Creates the figures of a node that nobody watches yet. */
    public WatchFigures() {}

    /** Counts a line that was sent to a client. */
    public void sent() {
        sent.increment();
    }

    /** Counts a line that was dropped because its client did not take the lines before it. */
    public void skipped() {
        skipped.increment();
    }

    /**
     * Sets how many clients watch.
     *
     * @param count the number
     */
    public void setWatchers(int count) {
        watchers = count;
    }

    void tell(StatSink sink) {
        sink.accept("log_watchers", watchers);
        sink.accept("log_watcher_skipped", skipped.sum());
        sink.accept("log_watcher_sent", sent.sum());
    }
}
