package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.concurrent.CountDownLatch;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
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

    @Test
    void synchronousListener_blocks_otherCachesAreSweptAndCloseEnds() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CacheEntryExpiredListener<String, String> blocking = events -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
            }
        };
        try (JCacheFixture jcache = new JCacheFixture("embedded-fake:blocked-sweep")) {
            Cache<String, String> blocked = jcache.create(JCacheFixture.strings()
                    .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE))
                    .addCacheEntryListenerConfiguration(
                            new MutableCacheEntryListenerConfiguration<>(() -> blocking, null, true, true)));
            blocked.put("k", "1");
            FakeClock.SHARED.advance(60_000);
            await().until(() -> entered.getCount() == 0);
            Cache<String, String> other = jcache.manager()
                    .createCache(
                            "other",
                            JCacheFixture.strings()
                                    .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE)));
            other.put("k", "1");
            FakeClock.SHARED.advance(60_000);
            await().untilAsserted(() ->
                    assertThat(JCacheFixture.statistics(other).expirations()).isEqualTo(1));
            assertTimeoutPreemptively(java.time.Duration.ofSeconds(30), jcache::close);
            await().until(() -> interrupted.getCount() == 0);
        }
    }
}
