package io.slabcache.jcache.internal.config;

import io.slabcache.jcache.internal.codec.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a cache has to say about its life on servers.
 *
 * @param format what is stored
 * @param onUndecodable what becomes of a value that cannot be decoded
 * @param accessExpiry how exactly an access counts for an entry's time
 * @param generationCache for how long a learnt generation is believed without asking, zero for never
 * @param leaseDuration how long the right to load a key lasts
 * @param keyPrefix stands before the keys, {@link Format#PLAIN} only; null for {@link #keyPrefixOf the cache's own}
 */
public record RemoteCacheSettings(
        Format format,
        Undecodable onUndecodable,
        AccessExpiry accessExpiry,
        Duration generationCache,
        Duration leaseDuration,
        @Nullable String keyPrefix) {
    /** How long the right to load a key lasts, where nothing is set. */
    public static final Duration DEFAULT_LEASE_DURATION = Duration.ofSeconds(10);

    private static final char DELETE = 0x7f;

    /** The settings where nothing is set. */
    public static final RemoteCacheSettings DEFAULT = new RemoteCacheSettings(
            Format.EXACT, Undecodable.THROW, AccessExpiry.EXACT, Duration.ZERO, DEFAULT_LEASE_DURATION, null);

    /** The longest prefix, which leaves most of memcached's 250 bytes to the key. */
    static final int MAX_PREFIX_LENGTH = 100;

    /** Checks the settings. */
    public RemoteCacheSettings {
        if (generationCache.isNegative() || leaseDuration.isNegative() || leaseDuration.isZero()) {
            throw new IllegalArgumentException("durations must not be negative: generationCache=" + generationCache
                    + ", leaseDuration=" + leaseDuration);
        }
        if (keyPrefix != null && !isKeyPrefix(keyPrefix)) {
            throw new IllegalArgumentException("key prefix must be short and without blanks: keyPrefix=" + keyPrefix);
        }
    }

    /**
     * Returns what stands before a cache's keys in the plain format.
     *
     * @param cacheName the cache's name
     * @return what was configured, else the name and a colon
     * @throws IllegalArgumentException if nothing was configured and the name has characters that keys cannot have
     */
    public String keyPrefixOf(String cacheName) {
        String prefix = keyPrefix == null ? cacheName + ":" : keyPrefix;
        if (!isKeyPrefix(prefix)) {
            throw new IllegalArgumentException(
                    "key-prefix must be set where the cache's name cannot be a part of keys: cache=" + cacheName);
        }
        return prefix;
    }

    static boolean isKeyPrefix(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MAX_PREFIX_LENGTH
                && text.chars().noneMatch(c -> c <= ' ' || c == DELETE);
    }

    /** What is stored. */
    public enum Format {
        /** Values in an envelope with all that JSR-107 needs. */
        EXACT,
        /** Bare keys and values that programs in other languages read and write. */
        PLAIN
    }

    /** How exactly an access counts for an entry's time. */
    public enum AccessExpiry {
        /** To the millisecond, by a conditional write for each access. */
        EXACT,
        /** To the second, by the server's own touch. */
        APPROXIMATE
    }
}
