package io.slabcache.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExptimeTest {
    private static final long NOW = 1_795_352_583_123L;
    private static final long MAX_LONG = Long.MAX_VALUE;

    @ParameterizedTest
    @CsvSource({
        "0, -1",
        "-5, -1",
        "-9223372036854775808, -1",
        "1, 2",
        "999, 2",
        "1000, 2",
        "1001, 3",
        "60000, 61",
        // 30 days - 1 s is the longest time that fits with the second that is added
        "2591999000, 2592000",
        "2591999001, 1797944584",
        "2592000000, 1797944585",
        "9223372036854775807, 0",
        "9223372036854775806, 4294967295"
    })
    void ofTimeToLive_roundsUpAndAddsASecond(long timeToLive, long exptime) {
        assertThat(Exptime.ofTimeToLive(timeToLive, NOW, 0)).isEqualTo(exptime);
    }

    @Test
    void ofTimeToLive_clockSkew_countsForMomentsOnly() {
        assertThat(Exptime.ofTimeToLive(60_000, NOW, 5000)).isEqualTo(61);
        assertThat(Exptime.ofTimeToLive(2_592_000_000L, NOW, 5000)).isEqualTo(1_797_944_590L);
    }

    @Test
    void ofTimeToLive_clockAtTheEpoch_isRefusedWhereAMomentWouldBeReadAsRelative() {
        assertThat(Exptime.ofTimeToLive(60_000, 0, 0)).isEqualTo(61);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exptime.ofTimeToLive(2_591_999_001L, -2_000_000L, 0))
                .withMessageStartingWith("clock must be past 1970-01-31: now=-2000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exptime.ofTimeToLive(1, NOW, -1))
                .withMessage("clockSkew must not be negative: clockSkew=-1");
    }

    @ParameterizedTest
    @CsvSource({
        "1795352583123, -1",
        "1795352583122, -1",
        "-9223372036854775808, -1",
        "1795352583124, 2",
        "1795352643123, 61",
        "9223372036854775807, 0",
        "9223372036854775806, 4294967295"
    })
    void ofExpiry_isTheTimeFromNow(long expiry, long exptime) {
        assertThat(Exptime.ofExpiry(expiry, NOW, 0)).isEqualTo(exptime);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 9223372036854775807",
        "1, 1795352584123",
        "2592000, 1797944583123",
        "2592001, 2592001000",
        "2147483648, 2147483648000",
        "4294967295, 4294967295000"
    })
    void toExpiry_readsRelativeAndAbsolute(long exptime, long expiry) {
        assertThat(Exptime.toExpiry(exptime, NOW)).isEqualTo(expiry);
    }

    @Test
    void toExpiry_outOfRange_isRefused() {
        for (long exptime : new long[] {-1, Exptime.MAX + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Exptime.toExpiry(exptime, NOW))
                    .withMessage("exptime must be an unsigned 32-bit number: exptime=" + exptime);
        }
    }

    @Test
    void roundTrip_anyTime_neverEndsEarlyAndLessThanTwoSecondsLate() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long timeToLive = 1 + (random.nextLong() >>> 1) % (1L << (1 + random.nextInt(40)));
            long exptime = Exptime.ofTimeToLive(timeToLive, NOW, 0);
            long late = Exptime.toExpiry(exptime, NOW) - (NOW + timeToLive);
            assertThat(late)
                    .as("seed=%d, timeToLive=%d, exptime=%d", seed, timeToLive, exptime)
                    .isBetween(1000L, 1999L);
        }
    }

    @Test
    void limits_areThoseOfMemcached() {
        assertThat(Exptime.MAX_RELATIVE_SECONDS).isEqualTo(2_592_000);
        assertThat(Exptime.DO_NOT_CREATE).isEqualTo(0xffffffffL);
        assertThat(Exptime.ofTimeToLive(MAX_LONG - NOW, NOW, MAX_LONG)).isEqualTo(Exptime.MAX);
    }
}
