package io.slabcache.client.connection;

import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.FrameLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** Checks the arguments of operations before anything is sent. */
final class Arguments {
    private static final long MILLIS_PER_SECOND = 1000;

    private final long clockSkewSeconds;

    Arguments(Duration clockSkew) {
        this.clockSkewSeconds = clockSkew.plusSeconds(1).minusNanos(1).toSeconds();
    }

    static byte[] key(byte[] key) {
        if (key.length < 1 || key.length > FrameLayout.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "key must be 1 to " + FrameLayout.MAX_KEY_LENGTH + " bytes long: keyLength=" + key.length);
        }
        return key;
    }

    static byte[] value(byte[] value) {
        return Objects.requireNonNull(value, "value must not be null");
    }

    static byte[] group(String group) {
        byte[] bytes = group.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > FrameLayout.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "group must be at most " + FrameLayout.MAX_KEY_LENGTH + " bytes long: groupLength=" + bytes.length);
        }
        return bytes;
    }

    static long token(long casToken) {
        if (casToken == 0) {
            throw new IllegalArgumentException("casToken must be that of an item: casToken=0");
        }
        return casToken;
    }

    /** Returns the exptime for a time to live in seconds. Memcached takes more than 30 days for a moment. */
    long exptime(long timeToLive) {
        if (timeToLive < 0) {
            throw new IllegalArgumentException("timeToLive must not be negative: timeToLive=" + timeToLive);
        }
        if (timeToLive <= Exptime.MAX_RELATIVE_SECONDS) {
            return timeToLive;
        }
        long now = System.currentTimeMillis() / MILLIS_PER_SECOND;
        return Math.min(Exptime.MAX, now + clockSkewSeconds + Math.min(timeToLive, Exptime.MAX));
    }

    /** As {@link #exptime}, for a counter: the last moment would forbid its creation. */
    long counterExptime(long timeToLive) {
        return Math.min(Exptime.DO_NOT_CREATE - 1, exptime(timeToLive));
    }
}
