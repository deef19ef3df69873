package io.slabcache.jcache.internal.config;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * When the entries of a cache expire: by one of the policies of JSR-107, or by a class.
 *
 * @param policy the policy
 * @param duration at least 1 ms; null if the policy is {@code ETERNAL} or {@code CUSTOM}
 * @param className an {@link ExpiryPolicy} or a {@link Factory} of one; null unless the policy is {@code CUSTOM}
 */
public record ExpirySettings(
        Policy policy,
        @Nullable Duration duration,
        @Nullable String className) {
    /** Entries do not expire. */
    public static final ExpirySettings ETERNAL = new ExpirySettings(Policy.ETERNAL, null, null);

    /** The shortest duration. */
    public static final Duration MIN_DURATION = Duration.ofMillis(1);

    /** What starts the time of an entry anew. */
    public enum Policy {
        /** Entries do not expire. */
        ETERNAL(false),
        /** The entry's creation. */
        CREATED(true),
        /** The entry's creation and each access. */
        ACCESSED(true),
        /** The entry's creation and each update. */
        MODIFIED(true),
        /** The entry's creation, each update and each access. */
        TOUCHED(true),
        /** What a class of the user says. */
        CUSTOM(false);

        private final boolean hasDuration;

        Policy(boolean hasDuration) {
            this.hasDuration = hasDuration;
        }

        boolean hasDuration() {
            return hasDuration;
        }
    }

    /** Checks that what the policy needs is there, and nothing else. */
    public ExpirySettings {
        if (policy.hasDuration() != (duration != null)) {
            throw new IllegalArgumentException(
                    "expiry duration must be given with created, accessed, modified and touched only: policy=" + policy
                            + ", duration=" + duration);
        }
        if (duration != null && duration.compareTo(MIN_DURATION) < 0) {
            throw new IllegalArgumentException("expiry duration must be at least 1 ms: duration=" + duration);
        }
        if ((policy == Policy.CUSTOM) != (className != null)) {
            throw new IllegalArgumentException("expiry class must be given with a custom policy only: policy=" + policy
                    + ", className=" + className);
        }
    }

    /**
     * Makes the factory that JSR-107 wants.
     *
     * @param classes loads the user's class
     * @return the factory
     */
    Factory<? extends ExpiryPolicy> toFactory(ClassResolver classes) {
        if (className != null) {
            return classes.factory(CacheKey.EXPIRY_CLASS, className, ExpiryPolicy.class);
        }
        if (duration == null) {
            return EternalExpiryPolicy.factoryOf();
        }
        var life = new javax.cache.expiry.Duration(MILLISECONDS, duration.toMillis());
        return switch (policy) {
            case CREATED -> CreatedExpiryPolicy.factoryOf(life);
            case ACCESSED -> AccessedExpiryPolicy.factoryOf(life);
            case MODIFIED -> ModifiedExpiryPolicy.factoryOf(life);
            case TOUCHED -> TouchedExpiryPolicy.factoryOf(life);
            case ETERNAL, CUSTOM -> throw new IllegalStateException("policy must have no duration: policy=" + policy);
        };
    }
}
