package io.slabcache.jcache.internal;

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

/**
 * An expiry policy for entries whose remaining time nobody can tell, since only their server knows it: an update that is
 * to leave the time as it is, or for which the policy fails, starts the time of a creation anew.
 */
final class PlainExpiry implements ExpiryPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(PlainExpiry.class);

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
        Duration update;
        try {
            update = policy.getExpiryForUpdate();
        } catch (RuntimeException e) {
            LOG.warn("the expiry policy failed, the entry's time begins anew: policy={}", policy, e);
            update = null;
        }
        return update == null ? policy.getExpiryForCreation() : update;
    }

    @Override
    public String toString() {
        return "PlainExpiry[" + policy + "]";
    }
}
