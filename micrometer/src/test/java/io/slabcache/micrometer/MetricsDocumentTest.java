package io.slabcache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.jcache.SlabCacheMXBean;
import io.slabcache.jcache.SlabCacheManagerMXBean;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/metrics.md} lists the meters and the beans' attributes that there are, and no others. */
class MetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/metrics.md");
    private static final Pattern METER = Pattern.compile("^\\| `(cache\\.[a-z.]+)` \\|", Pattern.MULTILINE);

    @Test
    @Timeout(60)
    void tableOfMeters_comparedWithRegistry_isTheSame() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SlabCachingProvider provider = new SlabCachingProvider();
        try (FakeMemcached server = FakeMemcached.start()) {
            for (String uri : new String[] {"embedded:document", "memcached://" + server.address()}) {
                CacheManager manager =
                        provider.getCacheManager(URI.create(uri), getClass().getClassLoader());
                Cache<String, String> cache = manager.createCache(
                        "users", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
                cache.put("k", "v");
                SlabcacheMetrics.builder(manager)
                        .standardMeters(true)
                        .slabClasses(true)
                        .build()
                        .bindTo(registry);
            }
            Set<String> registered = registry.getMeters().stream()
                    .map(Meter::getId)
                    .map(Meter.Id::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> listed = METER.matcher(Files.readString(DOCUMENT))
                    .results()
                    .map(row -> row.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(listed).isEqualTo(registered);
        } finally {
            provider.close();
        }
    }

    @Test
    void attributes_ofTheBeans_areListed() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (Class<?> bean : new Class<?>[] {SlabCacheMXBean.class, SlabCacheManagerMXBean.class}) {
            assertThat(Arrays.stream(bean.getMethods())
                            .map(method -> method.getName().substring("get".length())))
                    .isNotEmpty()
                    .allSatisfy(attribute -> assertThat(document).contains("`" + attribute + "`"));
        }
        for (Class<?> part : new Class<?>[] {SlabCacheMXBean.SlabClass.class, SlabCacheManagerMXBean.Node.class}) {
            assertThat(Arrays.stream(part.getMethods())
                            .map(method -> method.getName().substring("get".length())))
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(document)
                            .contains("`" + Character.toLowerCase(item.charAt(0)) + item.substring(1) + "`"));
        }
    }
}
