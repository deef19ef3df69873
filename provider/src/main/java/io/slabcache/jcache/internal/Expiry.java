package io.slabcache.jcache.internal;

import java.util.Objects;
import java.util.Set;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The expiry policy of one cache, in expiry times. A policy that throws leaves new entries eternal and others be. */
final class Expiry {
    /** Leave the expiry time as it is. */
    static final long UNCHANGED = -1;

    /** The entry expires at once. */
    static final long AT_ONCE = 0;

    /** Expiry times from here on are kept as never: a backing has 48 bits for them. */
    private static final long NEVER_FROM = (1L << 48) - 1;

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final Set<Class<?>> STANDARD = Set.of(
            AccessedExpiryPolicy.class,
            CreatedExpiryPolicy.class,
            EternalExpiryPolicy.class,
            ModifiedExpiryPolicy.class,
            TouchedExpiryPolicy.class);

    private final ExpiryPolicy policy;
    private final boolean custom;
    private final boolean unchangedOnAccess;
    private final boolean blind;

    Expiry(ExpiryPolicy policy) {
        this.policy = policy;
        this.custom = !STANDARD.contains(policy.getClass());
        if (custom) {
            unchangedOnAccess = false;
            blind = false;
        } else {
            // The standard policies take null for a duration; a custom policy's null is eternal too.
            Duration creation = Objects.requireNonNullElse(policy.getExpiryForCreation(), Duration.ETERNAL);
            Duration update = policy.getExpiryForUpdate();
            Duration access = policy.getExpiryForAccess();
            // Where every entry is eternal, an eternal update or access changes nothing.
            boolean eternal = creation.isEternal();
            unchangedOnAccess = access == null || (eternal && access.isEternal());
            blind = !creation.isZero() && (creation.equals(update) || (eternal && update == null));
        }
    }

    /** Tells whether the policy is the user's code. */
    boolean isCustom() {
        return custom;
    }

    /** Tells whether a hit leaves the expiry time as it is, without a question to the policy. */
    boolean isUnchangedOnAccess() {
        return unchangedOnAccess;
    }

    /** Tells whether a write has the same expiry time whatever was there, and never the present. */
    boolean isBlind() {
        return blind;
    }

    long forCreation(long now) {
        Duration duration;
        try {
            duration = policy.getExpiryForCreation();
        } catch (RuntimeException e) {
            LOG.warn("the expiry policy failed, the entry is eternal: policy={}", policy, e);
            return Backing.NO_EXPIRY;
        }
        return duration == null ? Backing.NO_EXPIRY : instant(duration, now);
    }

    long forUpdate(long now) {
        Duration duration;
        try {
            duration = policy.getExpiryForUpdate();
        } catch (RuntimeException e) {
            LOG.warn("the expiry policy failed, the entry keeps its expiry time: policy={}", policy, e);
            return UNCHANGED;
        }
        return orUnchanged(duration, now);
    }

    long forAccess(long now) {
        Duration duration;
        try {
            duration = policy.getExpiryForAccess();
        } catch (RuntimeException e) {
            LOG.warn("the expiry policy failed, the entry keeps its expiry time: policy={}", policy, e);
            return UNCHANGED;
        }
        return orUnchanged(duration, now);
    }

    private static long orUnchanged(@Nullable Duration duration, long now) {
        return duration == null ? UNCHANGED : instant(duration, now);
    }

    private static long instant(Duration duration, long now) {
        if (duration.isEternal()) {
            return Backing.NO_EXPIRY;
        }
        if (duration.isZero()) {
            return AT_ONCE;
        }
        long millis = duration.getTimeUnit().toMillis(duration.getDurationAmount());
        return millis >= NEVER_FROM - now ? Backing.NO_EXPIRY : now + millis;
    }
}
