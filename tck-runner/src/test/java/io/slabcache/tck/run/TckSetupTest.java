package io.slabcache.tck.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.cache.Caching;
import javax.cache.configuration.OptionalFeature;
import org.junit.jupiter.api.Test;

/**
 * Runs in the JVM of the TCK, beside its tests, and asserts what the TCK takes for granted: which provider answers, over
 * which backing, and that nothing is turned off but what may be. The check after the run demands these tests by name.
 */
class TckSetupTest {

    @Test
    void provider_foundByServiceLoader_isTheOneUnderTest() {
        assertThat(System.getProperty(Caching.JAVAX_CACHE_CACHING_PROVIDER)).isNull();
        assertThat(Caching.getCachingProviders())
                .singleElement()
                .extracting(provider -> provider.getClass().getName())
                .isEqualTo(property("tck.expected.provider"));
    }

    @Test
    void storeByReference_asProviderSays_isAsExpected() {
        assertThat(Caching.getCachingProvider().isSupported(OptionalFeature.STORE_BY_REFERENCE))
                .isEqualTo(Boolean.parseBoolean(property("tck.expected.storeByReference")));
    }

    @Test
    void excludeList_onClassPath_namesTheCanaryOnly() throws IOException {
        assertThat(System.getProperty("ExcludeList")).isNull();
        List<URL> lists = Collections.list(getClass().getClassLoader().getResources("ExcludeList"));
        assertThat(lists).hasSize(1);
        try (InputStream in = lists.get(0).openStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("org.jsr107.tck.CachingTest#dummyTest\n");
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
