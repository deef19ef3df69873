package io.slabcache.micrometer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that several meters share: taken again when it is older than a moment, so that one reading of a registry takes
 * one. A snapshot takes the locks of all stripes of a store, which is nothing once and something for each of a hundred meters.
 * Safe for use by several threads.
 */
final class Sampled<T> {
    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Supplier<T> source;
    private final Clock clock;
    private final Consumer<T> onNew;

    @GuardedBy("this")
    private T latest;

    @GuardedBy("this")
    private long takenAt;

    /**
     * Takes the first snapshot.
     *
     * @param source takes snapshots; throws {@link IllegalStateException} once there are no more to be had
     * @param clock says the time
     * @param onNew told of each snapshot but the first
     */
    Sampled(Supplier<T> source, Clock clock, Consumer<T> onNew) {
        this.source = source;
        this.clock = clock;
        this.onNew = onNew;
        this.latest = source.get();
        this.takenAt = clock.monotonicTime();
    }

    /** Returns a snapshot of just now; the last one that was to be had, if there are no more. */
    T get() {
        T taken = null;
        T result;
        synchronized (this) {
            if (clock.monotonicTime() - takenAt >= MAX_AGE_NANOS) {
                taken = take();
                if (taken != null) {
                    latest = taken;
                    takenAt = clock.monotonicTime();
                }
            }
            result = latest;
        }
        if (taken != null) {
            onNew.accept(taken);
        }
        return result;
    }

    private @Nullable T take() {
        try {
            return source.get();
        } catch (IllegalStateException e) {
            // Closed: its meters are about to be removed, and a counter must not go down meanwhile.
            return null;
        }
    }
}
