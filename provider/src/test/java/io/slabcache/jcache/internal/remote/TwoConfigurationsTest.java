package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two processes that configure one cache: otherwise where they may, or so that the second must not touch it. */
@Timeout(120)
class TwoConfigurationsTest {
    @TempDir
    Path directory;

    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final RealMemcached server = RealMemcached.start();

    @AfterEach
    void stop() {
        provider.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            value-type = java.lang.String | value-type = java.lang.String, codec.value = UPPER | item=value-codec, here=upper-case, servers=slabcache
            value-type = java.lang.String, codec.value = UPPER | value-type = java.lang.String | item=value-codec, here=slabcache, servers=upper-case
            key-type = java.lang.String | key-type = java.lang.String, codec.key = UPPER | item=key-codec, here=upper-case, servers=slabcache
            format = exact | format = plain | item=format, here=plain, servers=exact
            format = plain | format = exact | item=format, here=exact, servers=plain
            access-expiry = exact | access-expiry = approximate | item=access-expiry, here=approximate, servers=exact
            format = plain, key-prefix = one | format = plain, key-prefix = two | item=key-prefix, here=two, servers=one
            """)
    void cache_configuredOtherwiseByAnotherVirtualMachine_errorNamesTheDifference(
            String first, String second, String difference) throws Exception {
        Cache<String, String> here = open(first);
        here.put("k", "v");
        String stored = here.get("k");

        String output = RemoteProgram.run(
                List.of(),
                List.of(),
                file(second).toUri().toString(),
                RemoteProgram.NO_FILE,
                "test",
                "get k",
                "put k w");

        assertThat(output)
                .contains("failed: all processes that share a cache must configure it alike: cache=test, " + difference)
                .doesNotContain("got ");
        assertThat(here.get("k")).isEqualTo(stored);
    }

    /** What is a process's own affair. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            value-type = java.lang.String | value-type = java.lang.Object, statistics = false, on-undecodable = miss
            lease-duration = 10 s | generation-cache = 1 s, lease-duration = 9 s
            expiry { policy = touched, duration = 1 h } | expiry { policy = created, duration = 2 h }
            access-expiry = approximate | expiry { policy = touched, duration = 1 h }, access-expiry = approximate
            """)
    void cache_configuredOtherwiseWhereItMay_isShared(String first, String second) throws IOException {
        Cache<String, String> one = open(first);
        Cache<String, String> two = open(second);
        one.put("k", "v");
        assertThat(two.get("k")).isEqualTo("v");
        two.put("k", "w");
        assertThat(one.get("k")).isEqualTo("w");
        assertThat(one.iterator().next().getKey()).isEqualTo("k");
    }

    private Cache<String, String> open(String cache) throws IOException {
        return Objects.requireNonNull(
                provider.getCacheManager(file(cache).toUri(), getClass().getClassLoader(), new Properties())
                        .getCache("test"));
    }

    private Path file(String cache) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "cache", ".conf"), """
                slabcache {
                  mode = memcached
                  servers = "%s"
                  operation-timeout = 20 s
                  stall-timeout = 20 s
                  caches.test { %s }
                }
                """.formatted(
                        server.address(), cache.replace("UPPER", UpperCase.class.getName())));
    }
}
