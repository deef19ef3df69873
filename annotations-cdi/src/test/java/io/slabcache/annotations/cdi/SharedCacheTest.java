package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.annotations.cdi.Fixtures.Changes;
import io.slabcache.annotations.cdi.Fixtures.Failures;
import io.slabcache.annotations.cdi.Fixtures.Results;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.jcache.RefusedClassException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.jupiter.api.Test;

/** Several applications and one memcached: what one has cached is found by the others. */
class SharedCacheTest {

    /** The machine may have other things to do, and what is late is an exception. */
    private static final String PATIENCE = "?operation-timeout=5s&stall-timeout=5s";

    private final ClassLoader firstLoader = new ClassLoader(getClass().getClassLoader()) {};
    private final ClassLoader secondLoader = new ClassLoader(getClass().getClassLoader()) {};
    private final ClassLoader thirdLoader = new ClassLoader(getClass().getClassLoader()) {};

    @Test
    void cache_onAServer_isShared() {
        try (RealMemcached server = RealMemcached.start();
                CacheManager firstManager = open(server, "", firstLoader);
                CacheManager secondManager = open(server, "", secondLoader);
                Host firstHost = new WeldHost(firstManager, Results.class);
                Host secondHost = new WeldHost(secondManager, Results.class, Changes.class)) {
            Results first = firstHost.bean(Results.class);
            Results second = secondHost.bean(Results.class);

            assertThat(first.byId(1)).isEqualTo("1#1");
            assertThat(second.byId(1)).isEqualTo("1#1");
            assertThat(first.byTwoKeys("a", 0, 1)).isEqualTo("a1#2");
            assertThat(second.byTwoKeys("a", 0, 1)).isEqualTo("a1#2");
            String one = "same";
            assertThat(first.byMany(one, one)).isEqualTo("same[same]#3");
            assertThat(second.byMany(one, new String(one)))
                    .as("equal keys of other objects")
                    .isEqualTo("same[same]#3");
            secondHost.bean(Changes.class).put(1, "one");
            assertThat(first.byId(1)).isEqualTo("one");
            secondHost.bean(Changes.class).removeAll();
            assertThat(first.byId(1)).isEqualTo("1#4");
        }
    }

    @Test
    void exception_onAServer_isThrownToAll_ifItsClassMayBeRead() {
        String allowing = "&serialization.allowed-classes=" + OutOfPrintException.class.getName();
        try (RealMemcached server = RealMemcached.start();
                CacheManager firstManager = open(server, allowing, firstLoader);
                CacheManager secondManager = open(server, allowing, secondLoader);
                CacheManager thirdManager = open(server, "", thirdLoader);
                Host firstHost = new WeldHost(firstManager, Failures.class);
                Host secondHost = new WeldHost(secondManager, Failures.class);
                Host thirdHost = new WeldHost(thirdManager, Failures.class)) {
            Failures first = firstHost.bean(Failures.class);
            Failures second = secondHost.bean(Failures.class);
            Failures third = thirdHost.bean(Failures.class);

            assertThatThrownBy(() -> first.all(1, new OutOfPrintException("a")))
                    .isInstanceOf(OutOfPrintException.class)
                    .hasMessage("a");
            assertThatThrownBy(() -> second.all(1, new OutOfPrintException("b")))
                    .isInstanceOf(OutOfPrintException.class)
                    .hasMessage("a");
            assertThatThrownBy(() -> third.all(1, new OutOfPrintException("c")))
                    .hasStackTraceContaining(RefusedClassException.class.getName())
                    .hasStackTraceContaining(OutOfPrintException.class.getName());

            assertThatThrownBy(() -> first.all(2, new IOException("d"))).hasMessage("d");
            assertThatThrownBy(() -> third.all(2, new IOException("e")))
                    .as("of the JDK")
                    .isInstanceOf(IOException.class)
                    .hasMessage("d");
        }
    }

    /** So that a run that is for this project's nodes is not one on memcached, nor the other way round. */
    @Test
    void server_isTheOneThatTheRunIsFor() {
        try (RealMemcached server = RealMemcached.start();
                MemcachedClient client = MemcachedClient.builder()
                        .nodes(server.address().toString())
                        .operationTimeout(Duration.ofSeconds(5))
                        .build()) {
            assertThat(client.stats("").values())
                    .singleElement()
                    .satisfies(statistics -> assertThat(statistics.containsKey("product"))
                            .as("told by this project's nodes alone")
                            .isEqualTo(Boolean.getBoolean("expected.own.nodes")));
        }
    }

    private static CacheManager open(RealMemcached server, String more, ClassLoader loader) {
        return Caching.getCachingProvider()
                .getCacheManager(URI.create("memcached://" + server.address() + PATIENCE + more), loader);
    }

    static final class OutOfPrintException extends Exception {

        private static final long serialVersionUID = 1L;

        OutOfPrintException(String message) {
            super(message);
        }
    }
}
