package io.slabcache.protocol;

/**
 * Memcached's exptime: 0 for never, up to 30 days a number of seconds from now, beyond that a moment in Unix seconds.
 *
 * <p>Memcached's clock ticks once a second, so an item given n seconds lives more than n - 1 and at most n seconds. To let no item die
 * early the methods here round up and add one second; a caller that needs the exact moment keeps it in the value.
 *
 * <p>The binary protocol cannot say "already expired": 0xffffffff, which is -1 in the text protocol, is a moment in the year 2106. What
 * has expired already is {@link #ALREADY_EXPIRED} here, no exptime at all, and has to be deleted.
 */
public final class Exptime {
    /** The item does not expire. */
    public static final long NEVER = 0;

    /** No exptime: the item has expired already and is to be deleted instead of stored. Encoders refuse it. */
    public static final long ALREADY_EXPIRED = -1;

    /** The longest time in seconds that memcached takes as relative: 30 days. */
    public static final long MAX_RELATIVE_SECONDS = 30L * 24 * 60 * 60;

    /** The last moment that can be said, in the year 2106. */
    public static final long MAX = 0xffff_ffffL;

    /**
     * The exptime that tells an increment or decrement not to create a missing counter. The same number as {@link #MAX}, which other
     * opcodes take for a moment.
     */
    public static final long DO_NOT_CREATE = MAX;

    private static final long MILLIS_PER_SECOND = 1000;

    private Exptime() {}

    /**
     * Returns the exptime for an item that is to live at least a given time.
     *
     * @param timeToLive in milliseconds; {@link Long#MAX_VALUE} for ever
     * @param now the wall clock in milliseconds since 1970
     * @param clockSkew by how many milliseconds the server's clock may run ahead; counts where a moment has to be sent
     * @return {@link #NEVER}, {@link #ALREADY_EXPIRED} if the time is not positive, or 2 to {@link #MAX}; a time that ends after the last
     *     moment ends there
     * @throws IllegalArgumentException if {@code clockSkew} is negative, or a moment has to be sent and the clock stands so early that it
     *     would be read as relative
     */
    public static long ofTimeToLive(long timeToLive, long now, long clockSkew) {
        if (clockSkew < 0) {
            throw new IllegalArgumentException("clockSkew must not be negative: clockSkew=" + clockSkew);
        }
        if (timeToLive <= 0) {
            return ALREADY_EXPIRED;
        }
        if (timeToLive == Long.MAX_VALUE) {
            return NEVER;
        }
        long relative = ceilSeconds(timeToLive) + 1;
        if (relative <= MAX_RELATIVE_SECONDS) {
            return relative;
        }
        long moment = ceilSeconds(saturatedAdd(saturatedAdd(now, timeToLive), clockSkew)) + 1;
        if (now < 0 || moment <= MAX_RELATIVE_SECONDS) {
            throw new IllegalArgumentException(
                    "clock must be past 1970-01-31: now=" + now + ", timeToLive=" + timeToLive + ", exptime=" + moment);
        }
        return Math.min(moment, MAX);
    }

    /**
     * Returns the exptime for an item that is to live at least until a given moment.
     *
     * @param expiry in milliseconds since 1970; {@link Long#MAX_VALUE} for never
     * @param now the wall clock in milliseconds since 1970
     * @param clockSkew by how many milliseconds the server's clock may run ahead; counts where a moment has to be sent
     * @return as {@link #ofTimeToLive}
     * @throws IllegalArgumentException as {@link #ofTimeToLive}
     */
    public static long ofExpiry(long expiry, long now, long clockSkew) {
        if (expiry == Long.MAX_VALUE) {
            return NEVER;
        }
        // Apart from Long.MAX_VALUE every difference is a time, also one that had to be cut off.
        long timeToLive = expiry <= now ? 0 : Math.min(saturatedSubtract(expiry, now), Long.MAX_VALUE - 1);
        return ofTimeToLive(timeToLive, now, clockSkew);
    }

    /**
     * Returns the moment at which an exptime from the wire ends.
     *
     * @param exptime 0 to {@link #MAX}
     * @param now the wall clock in milliseconds since 1970
     * @return milliseconds since 1970, not after {@code now} if the item has expired already; {@link Long#MAX_VALUE} for never
     * @throws IllegalArgumentException if {@code exptime} is not an unsigned 32-bit number
     */
    public static long toExpiry(long exptime, long now) {
        if (exptime < 0 || exptime > MAX) {
            throw new IllegalArgumentException("exptime must be an unsigned 32-bit number: exptime=" + exptime);
        }
        if (exptime == NEVER) {
            return Long.MAX_VALUE;
        }
        long millis = exptime * MILLIS_PER_SECOND;
        return exptime <= MAX_RELATIVE_SECONDS ? saturatedAdd(now, millis) : millis;
    }

    /**
     * Returns the moment at which an exptime of the text protocol ends. There it is signed, and one below 0 has passed.
     *
     * @param exptime any 32 bits
     * @param now the wall clock in milliseconds since 1970
     * @return milliseconds since 1970, not after {@code now} if the item has expired already; {@link Long#MAX_VALUE} for never
     */
    public static long textToExpiry(int exptime, long now) {
        return exptime < 0 ? now : toExpiry(exptime, now);
    }

    private static long ceilSeconds(long millis) {
        return Math.floorDiv(millis, MILLIS_PER_SECOND) + (Math.floorMod(millis, MILLIS_PER_SECOND) == 0 ? 0 : 1);
    }

    private static long saturatedAdd(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    private static long saturatedSubtract(long a, long b) {
        long difference = a - b;
        return ((a ^ b) & (a ^ difference)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : difference;
    }
}
