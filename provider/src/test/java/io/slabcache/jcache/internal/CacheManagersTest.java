package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user's code may do while it is run to open a manager, and what others may do meanwhile. */
class CacheManagersTest {
    private static final URI HOOKED = URI.create("slabcache:hooked");
    private static final URI OTHER = URI.create("slabcache:other");

    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    @TempDir
    Path directory;

    private final SlabCachingProvider provider = new SlabCachingProvider();
    private final Properties properties = new Properties();

    @BeforeEach
    void declare() throws IOException {
        Path file = Files.writeString(
                directory.resolve("hooked.conf"),
                "slabcache { caches { users { loader = \"" + HookedLoader.class.getName() + "\" } } }");
        properties.setProperty("slabcache.config", file.toString());
    }

    @AfterEach
    void close() {
        HookedLoader.hook = () -> {};
        provider.close();
    }

    private CacheManager openHooked() {
        return provider.getCacheManager(HOOKED, getClass().getClassLoader(), properties);
    }

    @Test
    void get_byTheCodeThatOpensTheManager_isRefused() {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        HookedLoader.hook = () -> {
            try {
                openHooked();
            } catch (Throwable e) {
                refusal.set(e);
            }
        };
        CacheManager manager = openHooked();
        assertThat(refusal.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not be asked for by what is run to open it")
                .hasMessageContaining("manager=slabcache:hooked");
        assertThat(manager.isClosed()).isFalse();
        assertThat(openHooked()).isSameAs(manager);
    }

    @Test
    void get_whileAnotherManagerIsOpened_doesNotWaitForIt() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        HookedLoader.hook = () -> {
            opening.countDown();
            await(released);
        };
        CompletableFuture<CacheManager> first = CompletableFuture.supplyAsync(this::openHooked, OWN_THREAD);
        await(opening);
        CompletableFuture<CacheManager> second = CompletableFuture.supplyAsync(this::openHooked, OWN_THREAD);
        CacheManager other = CompletableFuture.supplyAsync(
                        () -> provider.getCacheManager(OTHER, getClass().getClassLoader()), OWN_THREAD)
                .get(30, TimeUnit.SECONDS);
        assertThat(other.isClosed()).isFalse();
        assertThat(second).isNotDone();
        released.countDown();
        assertThat(second.get(30, TimeUnit.SECONDS)).isSameAs(first.get(30, TimeUnit.SECONDS));
    }

    @Test
    void close_whileAManagerIsOpened_theManagerIsClosedAndCanBeOpenedAgain() {
        HookedLoader.hook = provider::close;
        assertThatThrownBy(this::openHooked)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the manager was closed while it was opened: manager=slabcache:hooked");
        HookedLoader.hook = () -> {};
        CacheManager manager = openHooked();
        assertThat(manager.getCacheNames()).containsExactly("users");
    }

    @Test
    void get_openingFails_theNextOneOpensIt() {
        HookedLoader.hook = () -> {
            throw new IllegalStateException("a constructor that fails");
        };
        assertThatThrownBy(this::openHooked).hasStackTraceContaining("a constructor that fails");
        HookedLoader.hook = () -> {};
        assertThat(openHooked().isClosed()).isFalse();
    }

    @Test
    void createCache_byItsOwnFactory_isRefused() {
        CacheManager manager = provider.getCacheManager(OTHER, getClass().getClassLoader());
        HookedLoader.hook = () -> manager.createCache("test", JCacheFixture.strings());
        assertThatThrownBy(() ->
                        manager.createCache("test", JCacheFixture.strings().setCacheLoaderFactory(HookedLoader::new)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cache=test");
        assertThat(manager.getCacheNames()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A loader whose constructor runs what the test wants. */
    public static final class HookedLoader extends MapLoader {
        private static volatile Runnable hook = () -> {};

        /** Runs the hook. */
        public HookedLoader() {
            super(Map.of());
            hook.run();
        }
    }
}
