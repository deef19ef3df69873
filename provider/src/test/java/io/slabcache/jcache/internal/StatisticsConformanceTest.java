package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification says of statistics and its tests do not pin. */
@ParameterizedClass
@ValueSource(strings = {"embedded-fake:statistics", "lossy-fake:statistics", "heap-memcached-fake:statistics/2"})
class StatisticsConformanceTest {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    @Parameter
    String uri = "";

    private JCacheFixture jcache = new JCacheFixture("slabcache:unused");

    @BeforeEach
    void open() {
        jcache.close();
        jcache = new JCacheFixture(uri);
    }

    @AfterEach
    void close() {
        jcache.close();
    }

    private CacheStatisticsMXBean bean() throws Exception {
        ObjectName name = new ObjectName(
                "javax.cache:type=CacheStatistics,CacheManager=" + uri.replace(':', '.') + ",Cache=test");
        return JMX.newMXBeanProxy(BEANS, name, CacheStatisticsMXBean.class);
    }

    @Test
    void eachOperation_counts_asTheTableSays() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        cache.putIfAbsent("k", "1");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=0 misses=1 puts=1 removals=0");
        cache.putIfAbsent("k", "2");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=1 puts=1 removals=0");
        cache.replace("none", "1");
        cache.replace("k", "no", "1");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=2 misses=2 puts=1 removals=0");
        cache.replace("k", "1", "2");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=3 misses=2 puts=2 removals=0");
        cache.remove("k", "no");
        cache.remove("none", "no");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=4 misses=3 puts=2 removals=0");
        cache.remove("k", "2");
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=5 misses=3 puts=2 removals=1");
        cache.remove("k");
        cache.getAndRemove("k");
        cache.containsKey("k");
        cache.clear();
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=5 misses=4 puts=2 removals=1");
        cache.put("k", "1");
        cache.iterator().next();
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=6 misses=4 puts=3 removals=1");
    }

    @Test
    void removals_ofExpiredEntries_areNotCounted() {
        Cache<String, String> cache = jcache.create(
                JCacheFixture.strings().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE)));
        cache.put("a", "1");
        cache.put("b", "1");
        cache.put("c", "1");
        FakeClock.SHARED.advance(60_000);
        cache.remove("a");
        cache.removeAll(Set.of("b"));
        cache.removeAll();
        assertThat(JCacheFixture.statistics(cache).removals()).isZero();
    }

    @Test
    void bean_statisticsDisabled_countersRunAndTheBeanBeginsAtZero() throws Exception {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        cache.put("k", "1");
        cache.get("k");
        jcache.manager().enableStatistics("test", true);
        CacheStatisticsMXBean bean = bean();
        assertThat(bean.getCacheHits()).isZero();
        cache.get("k");
        cache.get("none");
        assertThat(bean.getCacheHits()).isEqualTo(1);
        assertThat(bean.getCacheGets()).isEqualTo(2);
        assertThat(bean.getCacheHitPercentage()).isEqualTo(50);
        assertThat(bean.getCacheMissPercentage()).isEqualTo(50);
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=2 misses=1 puts=1 removals=0");
    }

    @Test
    void bean_cleared_isZeroAndTheCountersStay() throws Exception {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings().setStatisticsEnabled(true));
        cache.put("k", "1");
        cache.get("k");
        CacheStatisticsMXBean bean = bean();
        bean.clear();
        assertThat(bean.getCachePuts() + bean.getCacheHits() + bean.getCacheRemovals() + bean.getCacheEvictions())
                .isZero();
        assertThat(bean.getAverageGetTime()).isZero();
        assertThat(bean.getAveragePutTime()).isZero();
        assertThat(bean.getAverageRemoveTime()).isZero();
        assertThat(bean.getCacheHitPercentage()).isZero();
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=1 misses=0 puts=1 removals=0");
    }

    @Test
    void bean_averages_areOverTheirOwnOperations() throws Exception {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings().setStatisticsEnabled(true));
        cache.put("k", "1");
        CacheStatisticsMXBean bean = bean();
        assertThat(bean.getAveragePutTime()).isPositive();
        assertThat(bean.getAverageGetTime()).isZero();
        cache.remove("k");
        assertThat(bean.getAverageRemoveTime()).isPositive();
        assertThat(bean.getAverageGetTime()).isZero();
    }
}
