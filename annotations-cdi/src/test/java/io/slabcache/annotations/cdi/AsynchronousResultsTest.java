package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Methods that answer later are cached when they do. */
@SuppressWarnings("NullAway") // null is among the arguments
class AsynchronousResultsTest {

    private final CompletableFuture<String> computation = new CompletableFuture<>();
    /** Managers hold theirs weakly. */
    private final ClassLoader classLoader = new ClassLoader(getClass().getClassLoader()) {};

    private CacheManager manager;
    private Host host;
    private Later later;

    @BeforeEach
    void start() {
        CachingProvider provider = Caching.getCachingProvider();
        manager = provider.getCacheManager(provider.getDefaultURI(), classLoader);
        manager.createCache("books", new MutableConfiguration<>());
        manager.createCache("failures", new MutableConfiguration<>());
        host = new WeldHost(manager, Later.class);
        later = host.bean(Later.class);
    }

    @AfterEach
    void close() {
        host.close();
        manager.close();
    }

    @Test
    void result_ofAStage_isCachedWhenItCompletes() {
        CompletionStage<String> first = later.stage(1, computation);
        assertThat(size("books")).isZero();

        computation.complete("one");

        assertThat(first.toCompletableFuture()).isCompletedWithValue("one");
        assertThat(later.stage(1, new CompletableFuture<>()).toCompletableFuture())
                .isCompletedWithValue("one");
        assertThat(later.future(1, new CompletableFuture<>()))
                .as("the value is cached, not the stage")
                .isCompletedWithValue("one");
        assertThat(later.skipping(1, CompletableFuture.completedFuture("two")).toCompletableFuture())
                .isCompletedWithValue("two");
        assertThat(later.future(1, new CompletableFuture<>())).isCompletedWithValue("two");
    }

    @Test
    void result_nullOrNoStage_isNotCached() {
        assertThat(later.future(1, CompletableFuture.completedFuture(null))).isCompletedWithValue(null);
        assertThat(later.future(1, null)).isNull();

        assertThat(size("books")).isZero();
    }

    @Test
    void exception_ofAStage_isCachedWhenItCompletes() {
        CompletionStage<String> first = later.failing(1, computation);
        CompletionStage<String> behind = first.thenApply(String::trim);
        assertThat(size("failures")).isZero();

        computation.completeExceptionally(new IOException("a"));

        assertThat(first.toCompletableFuture()).isCompletedExceptionally();
        assertThat(behind.toCompletableFuture()).isCompletedExceptionally();
        assertThat(manager.<Object, Object>getCache("failures"))
                .singleElement()
                .extracting(Cache.Entry::getValue)
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> later.failing(1, new CompletableFuture<>())
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void exception_thrownInsteadOfAStage_isCachedToo() {
        assertThatThrownBy(() -> later.failing(1, null)).isInstanceOf(NullPointerException.class);

        assertThat(later.failing(1, computation).toCompletableFuture())
                .failsWithin(java.time.Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void changes_ofAStage_areDoneWhenItCompletes() {
        CompletionStage<Void> put = later.put(1, "one", computation.thenRun(() -> {}));
        assertThat(size("books")).isZero();
        computation.complete("");
        assertThat(put.toCompletableFuture()).isCompleted();
        assertThat(size("books")).isEqualTo(1);

        CompletableFuture<Void> removal = new CompletableFuture<>();
        CompletionStage<Void> removed = later.remove(1, removal);
        assertThat(size("books")).isEqualTo(1);
        removal.complete(null);
        assertThat(removed.toCompletableFuture()).isCompleted();
        assertThat(size("books")).isZero();

        assertThat(later.put(1, "one", CompletableFuture.completedFuture(null)).toCompletableFuture())
                .isCompleted();
        CompletableFuture<Void> failure = new CompletableFuture<>();
        CompletionStage<Void> removedAll = later.removeAll(failure);
        failure.completeExceptionally(new IOException("a"));
        assertThat(removedAll.toCompletableFuture()).isCompletedExceptionally();
        assertThat(size("books")).as("listed").isZero();

        assertThat(later.put(1, "one", CompletableFuture.failedFuture(new IOException("a")))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(size("books")).as("not listed").isZero();
    }

    @Test
    void stage_cancelledByItsCaller_isCachedAllTheSame() {
        CompletableFuture<String> returned = later.future(1, computation);

        assertThat(returned.cancel(true)).isTrue();

        assertThat(computation).as("the method's own").isNotDone();
        computation.complete("one");
        assertThat(later.future(1, new CompletableFuture<>())).isCompletedWithValue("one");

        CompletableFuture<Void> removal = new CompletableFuture<>();
        assertThat(later.remove(1, removal).toCompletableFuture().cancel(true)).isTrue();
        removal.complete(null);
        assertThat(size("books")).as("else it would be what it no longer is").isZero();
    }

    @Test
    void change_thatFails_failsTheStage() {
        // A value is needed.
        assertThatThrownBy(() -> later.put(1, null, CompletableFuture.completedFuture(null))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void stage_ofAnotherClass_isRefused() {
        assertThatThrownBy(() -> new WeldHost(manager, OwnStage.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(OwnStage.class.getName() + ".own()")
                .hasMessageContaining("CompletableFuture");
    }

    private int size(String cache) {
        int size = 0;
        for (Cache.Entry<Object, Object> entry : manager.getCache(cache)) {
            assertThat(entry.getValue()).isNotNull();
            size++;
        }
        return size;
    }

    @Singleton
    static class Later {

        @CacheResult(cacheName = "books")
        public CompletionStage<String> stage(@CacheKey long id, CompletionStage<String> computation) {
            return computation;
        }

        @CacheResult(cacheName = "books")
        public CompletableFuture<String> future(@CacheKey long id, CompletableFuture<String> computation) {
            return computation;
        }

        @CacheResult(cacheName = "books", skipGet = true)
        public CompletionStage<String> skipping(@CacheKey long id, CompletionStage<String> computation) {
            return computation;
        }

        @CacheResult(
                cacheName = "books",
                exceptionCacheName = "failures",
                nonCachedExceptions = CompletionException.class)
        public CompletionStage<String> failing(@CacheKey long id, CompletionStage<String> computation) {
            // Behind a stage an exception is wrapped.
            return computation.thenApply(String::strip);
        }

        @CachePut(cacheName = "books")
        public CompletionStage<Void> put(
                @CacheKey long id, @CacheValue String title, CompletionStage<Void> computation) {
            return computation;
        }

        @CacheRemove(cacheName = "books")
        public CompletionStage<Void> remove(@CacheKey long id, CompletionStage<Void> computation) {
            return computation;
        }

        @CacheRemoveAll(cacheName = "books", evictFor = IOException.class)
        public CompletionStage<Void> removeAll(CompletionStage<Void> computation) {
            return computation.thenRun(() -> {});
        }
    }

    static class OwnStage {

        static class Stage extends CompletableFuture<String> {}

        @CacheResult(cacheName = "books")
        public Stage own() {
            return new Stage();
        }
    }
}
