package io.slabcache.jcache.internal;

import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * An expiry policy for entries whose remaining time nobody can tell, since only their server knows it: an update that is
 * to leave the time as it is starts the time of a creation anew.
 */
final class PlainExpiry implements ExpiryPolicy {
    private final ExpiryPolicy policy;

    private PlainExpiry(ExpiryPolicy policy) {
        this.policy = policy;
    }

    /**
     * Makes a policy of another.
     *
     * @param policy the configured one
     * @return one of the standard policies for a standard one
     */
    static ExpiryPolicy of(ExpiryPolicy policy) {
        Class<?> type = policy.getClass();
        if (type == EternalExpiryPolicy.class
                || type == ModifiedExpiryPolicy.class
                || type == TouchedExpiryPolicy.class) {
            return policy;
        }
        if (type == CreatedExpiryPolicy.class) {
            return new ModifiedExpiryPolicy(policy.getExpiryForCreation());
        }
        if (type == AccessedExpiryPolicy.class) {
            return new TouchedExpiryPolicy(policy.getExpiryForCreation());
        }
        return new PlainExpiry(policy);
    }

    @Override
    public @Nullable Duration getExpiryForCreation() {
        return policy.getExpiryForCreation();
    }

    @Override
    public @Nullable Duration getExpiryForAccess() {
        return policy.getExpiryForAccess();
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
        Duration update = policy.getExpiryForUpdate();
        return update == null ? policy.getExpiryForCreation() : update;
    }

    @Override
    public String toString() {
        return "PlainExpiry[" + policy + "]";
    }
}
