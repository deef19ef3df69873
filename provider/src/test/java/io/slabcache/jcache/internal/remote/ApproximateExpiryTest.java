package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accesses that the servers count: every one of them puts the end of an entry off. */
class ApproximateExpiryTest {
    private static final int LIFETIME_SECONDS = 5;
    private static final int ACCESSES = 6;

    private final HeapCaches caches = new HeapCaches(2);

    @AfterEach
    void close() {
        caches.close();
    }

    @Test
    void get_beforeTheEnd_putsItOffEachTime() {
        Cache<String, String> cache = caches.create(
                "one",
                "&approximate",
                HeapCaches.strings()
                        .setExpiryPolicyFactory(
                                AccessedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, LIFETIME_SECONDS))));
        cache.put("k", "v");
        for (int i = 0; i < ACCESSES; i++) {
            caches.clock.advance(TimeUnit.SECONDS.toMillis(LIFETIME_SECONDS - 1));
            assertThat(cache.get("k")).as("access %d", i).isEqualTo("v");
        }
        // The server counts whole seconds and was told of one more.
        caches.clock.advance(TimeUnit.SECONDS.toMillis(LIFETIME_SECONDS + 2));
        assertThat(cache.get("k")).isNull();
    }
}
