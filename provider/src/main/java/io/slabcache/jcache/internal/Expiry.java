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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The expiry policy of one cache, in expiry times. A policy that throws leaves new entries eternal and others be. */
final class Expiry {
    /** Leave the expiry time as it is. */
    static final long UNCHANGED = -1;

    /** The entry expires at once. */
    static final long AT_ONCE = 0;

    /** The lifetime of an entry that does not expire. */
    private static final long ETERNAL = Long.MAX_VALUE;

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

    /** Returns the expiry time of an entry that is created now. */
    long forCreation(long now) {
        return instant(lifetimeOfCreation(), now);
    }

    /** Asks the policy how long a new entry lives. */
    long lifetimeOfCreation() {
        Duration duration;
        try {
            duration = policy.getExpiryForCreation();
        } catch (RuntimeException e) {
            LOG.warn("the expiry policy failed, the entry is eternal: policy={}", policy, e);
            return ETERNAL;
        }
        return duration == null ? ETERNAL : lifetime(duration);
    }

    /** Asks the policy how long an entry lives after an update; may be {@link #UNCHANGED}. */
    long lifetimeOfUpdate() {
        Duration duration;
        try {
            duration = policy.getExpiryForUpdate();
        } catch (RuntimeException e) {
            LOG.warn("the expiry policy failed, the entry keeps its expiry time: policy={}", policy, e);
            return UNCHANGED;
        }
        return duration == null ? UNCHANGED : lifetime(duration);
    }

    /** Asks the policy how long an entry lives after an access; may be {@link #UNCHANGED}. */
    long lifetimeOfAccess() {
        Duration duration;
        try {
            duration = policy.getExpiryForAccess();
        } catch (RuntimeException e) {
            LOG.warn("the expiry policy failed, the entry keeps its expiry time: policy={}", policy, e);
            return UNCHANGED;
        }
        return duration == null ? UNCHANGED : lifetime(duration);
    }

    /**
     * Returns when a lifetime that begins now ends.
     *
     * @param lifetime the policy's answer
     * @param now the present
     * @return the expiry time, after the present; or {@link #UNCHANGED} or {@link #AT_ONCE}
     */
    static long instant(long lifetime, long now) {
        if (lifetime == UNCHANGED || lifetime == AT_ONCE) {
            return lifetime;
        }
        return lifetime >= NEVER_FROM - now ? Backing.NO_EXPIRY : now + lifetime;
    }

    private static long lifetime(Duration duration) {
        if (duration.isEternal()) {
            return ETERNAL;
        }
        if (duration.isZero()) {
            return AT_ONCE;
        }
        return duration.getTimeUnit().toMillis(duration.getDurationAmount());
    }
}
