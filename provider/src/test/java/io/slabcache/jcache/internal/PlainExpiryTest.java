package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What updates and accesses do to a time of which only the server knows how much is left. */
class PlainExpiryTest {
    private static final Duration HOUR = Duration.ONE_HOUR;
    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

    @Test
    void update_leavesTheTime_beginsItAnew() {
        assertThat(PlainExpiry.of(new CreatedExpiryPolicy(HOUR))).isEqualTo(new ModifiedExpiryPolicy(HOUR));
        assertThat(PlainExpiry.of(new AccessedExpiryPolicy(HOUR))).isEqualTo(new TouchedExpiryPolicy(HOUR));
        assertThat(lifetimeOfUpdate(() -> null)).isEqualTo(HOUR_MILLIS);
        assertThat(lifetimeOfUpdate(() -> Duration.ONE_MINUTE)).isEqualTo(TimeUnit.MINUTES.toMillis(1));
    }

    @Test
    void update_policyFails_beginsTheTimeAnewRatherThanForEver() {
        assertThat(lifetimeOfUpdate(() -> {
                    throw new IllegalStateException("for the test");
                }))
                .isEqualTo(HOUR_MILLIS);
    }

    private static long lifetimeOfUpdate(Answer update) {
        return new Expiry(PlainExpiry.of(new ExpiryPolicy() {
                    @Override
                    public Duration getExpiryForCreation() {
                        return HOUR;
                    }

                    @Override
                    public @Nullable Duration getExpiryForAccess() {
                        return null;
                    }

                    @Override
                    public @Nullable Duration getExpiryForUpdate() {
                        return update.get();
                    }
                }))
                .lifetimeOfUpdate();
    }

    /** What a policy says. */
    private interface Answer {
        @Nullable
        Duration get();
    }
}
