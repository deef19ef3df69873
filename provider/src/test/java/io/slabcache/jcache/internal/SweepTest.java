package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.Test;

/** Entries that nobody reads expire too. */
class SweepTest {
    @Test
    void expired_nobodyReads_theSweepDelivers() {
        RecordingListener<String, String> synchronous = new RecordingListener<>();
        RecordingListener<String, String> asynchronous = new RecordingListener<>();
        try (JCacheFixture jcache = new JCacheFixture("embedded-fake:sweep")) {
            Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                    .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE))
                    .addCacheEntryListenerConfiguration(synchronous.synchronous())
                    .addCacheEntryListenerConfiguration(asynchronous.asynchronous()));
            cache.put("k", "1");
            FakeClock.SHARED.advance(60_000);
            await().untilAsserted(() -> {
                assertThat(synchronous.events()).containsExactly("CREATED k=1<-null", "EXPIRED k=1<-1");
                assertThat(asynchronous.events()).containsExactly("CREATED k=1<-null", "EXPIRED k=1<-1");
            });
            assertThat(JCacheFixture.statistics(cache).expirations()).isEqualTo(1);
        }
    }
}
