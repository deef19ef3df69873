package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3);

    private final Backoff backoff = new Backoff(START);

    /** Returns how long after a moment the next attempt is due, to a millisecond. */
    private long delayAfter(long moment) {
        long delay = 0;
        while (!backoff.isDue(moment + delay)) {
            delay += TimeUnit.MILLISECONDS.toNanos(1);
        }
        return delay;
    }

    @Test
    void attempt_atFirst_isDueAtOnce() {
        assertThat(backoff.isDue(START)).isTrue();
    }

    @Test
    void failed_againAndAgain_waitsLongerUpToASecond() {
        long now = START;
        backoff.failed(now);
        assertThat(delayAfter(now)).isBetween(Backoff.FIRST_DELAY * 3 / 4, Backoff.FIRST_DELAY + 1);
        for (int i = 0; i < 70; i++) {
            now += delayAfter(now);
            backoff.failed(now);
        }
        assertThat(delayAfter(now)).isBetween(Backoff.LONGEST_DELAY * 3 / 4, Backoff.LONGEST_DELAY + 1);
    }

    @Test
    void lost_soonAfterEveryConnection_waitsLongerUpToASecond() {
        long now = START;
        for (int i = 0; i < 10; i++) {
            backoff.connected(now);
            now += TimeUnit.MILLISECONDS.toNanos(5);
            backoff.lost(now);
            now += delayAfter(now);
        }
        backoff.connected(now);
        backoff.lost(now);
        assertThat(delayAfter(now)).isGreaterThanOrEqualTo(Backoff.LONGEST_DELAY * 3 / 4);
    }

    @Test
    void lost_afterASecond_waitsAsAfterTheFirstFailure() {
        long now = START;
        for (int i = 0; i < 10; i++) {
            backoff.failed(now);
            now += delayAfter(now);
        }
        backoff.connected(now);
        now += Backoff.STABLE;
        backoff.lost(now);
        assertThat(delayAfter(now)).isLessThanOrEqualTo(Backoff.FIRST_DELAY + TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void retired_afterASecond_forgetsFailures() {
        long now = START;
        for (int i = 0; i < 10; i++) {
            backoff.failed(now);
        }
        backoff.connected(now);
        now += Backoff.STABLE;
        backoff.retired(now);
        backoff.failed(now);
        assertThat(delayAfter(now)).isLessThanOrEqualTo(Backoff.FIRST_DELAY + TimeUnit.MILLISECONDS.toNanos(1));
    }
}
