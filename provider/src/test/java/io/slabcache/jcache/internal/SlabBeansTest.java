package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.jcache.SlabCacheMXBean;
import io.slabcache.jcache.SlabConfiguration;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.OpenType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The beans that show what JSR-107's lack. */
@Timeout(60)
class SlabBeansTest {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();
    private static final String URI = "embedded:beans";
    private static final String CACHE = "io.slabcache:type=SlabCache,CacheManager=embedded.beans,Cache=test";
    private static final String MANAGER = "io.slabcache:type=SlabCacheManager,CacheManager=embedded.beans";

    private JCacheFixture jcache = new JCacheFixture(URI);

    @AfterEach
    void close() {
        jcache.close();
    }

    private static MutableConfiguration<String, String> managed() {
        return JCacheFixture.strings().setManagementEnabled(true);
    }

    private static Set<ObjectName> beans() throws JMException {
        return BEANS.queryNames(new ObjectName("io.slabcache:CacheManager=embedded.beans,*"), null);
    }

    private static Object attribute(String bean, String name) throws JMException {
        return BEANS.getAttribute(new ObjectName(bean), name);
    }

    @Test
    void cacheBean_entriesStoredAndEvicted_tellsMemoryAndCauses() throws JMException {
        Cache<String, String> cache = jcache.create(new SlabConfiguration<String, String>()
                .setCapacity(1 << 20)
                .setTypes(String.class, String.class)
                .setManagementEnabled(true));
        String value = "v".repeat(1000);
        for (int i = 0; i < 5000; i++) {
            cache.put("k" + i, value);
        }
        cache.remove("k4999");
        cache.get("k4999");
        SlabCacheMXBean bean = JMX.newMXBeanProxy(BEANS, new ObjectName(CACHE), SlabCacheMXBean.class);

        assertThat(bean.getCapacity()).isEqualTo(1 << 20);
        assertThat(bean.getEntries()).isPositive().isEqualTo(5000 - 1 - bean.getEvictions());
        assertThat(bean.getUsedBytes()).isBetween(bean.getPayloadBytes(), bean.getCapacity());
        assertThat(bean.getPayloadBytes()).isGreaterThan(1000 * bean.getEntries());
        assertThat(bean.getPuts()).isEqualTo(5000);
        assertThat(bean.getRemovals()).isEqualTo(1);
        assertThat(bean.getMisses()).isEqualTo(1);
        assertThat(bean.getHits()).isZero();
        assertThat(bean.getExpirations()).isZero();
        assertThat(bean.getRejections()).isZero();
        assertThat(bean.getSlabClasses())
                .isNotEmpty()
                .allSatisfy(slabClass ->
                        assertThat(slabClass.getChunkSize()).isPositive().isLessThan(1 << 20));
        assertThat(bean.getSlabClasses().stream()
                        .mapToLong(SlabCacheMXBean.SlabClass::getEvictions)
                        .sum())
                .isEqualTo(bean.getEvictions());
        assertThat((Long) attribute(MANAGER, "OffHeapBytes")).isEqualTo(bean.getUsedBytes());
    }

    @Test
    void attributes_readWithoutThisProjectsClasses_areOpenTypes() throws Exception {
        jcache.create(managed()).put("k", "v");
        for (String bean : new String[] {CACHE, MANAGER}) {
            MBeanAttributeInfo[] attributes =
                    BEANS.getMBeanInfo(new ObjectName(bean)).getAttributes();
            assertThat(attributes).isNotEmpty().allSatisfy(attribute -> {
                assertThat(attribute.getDescriptor().getFieldValue("openType")).isInstanceOf(OpenType.class);
                assertThat(attribute.isWritable()).isFalse();
                assertThat(attribute(bean, attribute.getName())).isNotNull();
            });
        }
        CompositeData slabClass = ((CompositeData[]) attribute(CACHE, "SlabClasses"))[0];
        assertThat(slabClass.getCompositeType().keySet())
                .containsExactlyInAnyOrder(
                        "chunkSize", "evictionAgeMillis", "evictions", "freeChunks", "items", "pages");
        assertThat(slabClass.get("items")).isEqualTo(1L);
    }

    @Test
    void management_switchedOnAndOff_registersAndUnregisters() throws JMException {
        jcache.create(JCacheFixture.strings());
        assertThat(beans()).isEmpty();
        jcache.manager().enableManagement("test", true);
        jcache.manager().enableManagement("test", true);
        assertThat(beans()).containsExactlyInAnyOrder(new ObjectName(CACHE), new ObjectName(MANAGER));
        jcache.manager().enableManagement("test", false);
        assertThat(beans()).isEmpty();
    }

    @Test
    void managerBean_twoCaches_goesWithTheLast() throws JMException {
        Cache<String, String> first = jcache.create(managed());
        Cache<String, String> second = jcache.manager().createCache("second", managed());
        first.close();
        assertThat(beans()).hasSize(2).contains(new ObjectName(MANAGER));
        jcache.manager().destroyCache("second");
        assertThat(second.isClosed()).isTrue();
        assertThat(beans()).isEmpty();
    }

    @Test
    void closing_managersAgainAndAgain_leavesNoBeans() throws JMException {
        for (int i = 0; i < 20; i++) {
            jcache.create(managed());
            jcache.manager().createCache("second", managed());
            assertThat(beans()).hasSize(3);
            jcache.close();
            assertThat(beans()).isEmpty();
            jcache = new JCacheFixture(URI);
        }
    }

    @Test
    void managerBean_caches_onAServer_tellsOfIt() throws JMException {
        try (FakeMemcached server = FakeMemcached.start();
                JCacheFixture remote = new JCacheFixture("memcached://" + server.address())) {
            Cache<String, String> cache = remote.create(managed());
            cache.put("k", "v");
            cache.get("k");
            String manager = "io.slabcache:type=SlabCacheManager,CacheManager="
                    + ("memcached://" + server.address()).replace(':', '.');
            CompositeData[] nodes = (CompositeData[]) attribute(manager, "Nodes");
            assertThat(nodes).hasSize(1);
            assertThat(nodes[0].get("address")).isEqualTo(server.address().toString());
            assertThat(nodes[0].get("state")).isEqualTo("UP");
            assertThat(nodes[0].get("connections")).isEqualTo(1);
            assertThat(nodes[0].get("inFlight")).isEqualTo(0);
            assertThat((Long) nodes[0].get("answers")).isPositive().isEqualTo(nodes[0].get("requests"));
            assertThat((Double) nodes[0].get("meanAnswerMicros")).isPositive();
            assertThat(Arrays.asList(0L, 0L, 0L))
                    .containsExactly((Long) nodes[0].get("timeouts"), (Long) nodes[0].get("connectFailures"), (Long)
                            nodes[0].get("connectionLosses"));
        }
    }
}
