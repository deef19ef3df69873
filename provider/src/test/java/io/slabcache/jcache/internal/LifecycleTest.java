package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheManager;
import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.jcache.SlabConfiguration;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, finding, closing: providers, managers, caches and their beans. */
@ParameterizedClass
@ValueSource(strings = {"embedded:lifecycle", "lossy:lifecycle", "heap-memcached:lifecycle/2"})
class LifecycleTest {
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

    private Set<ObjectName> beans() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("javax.cache:CacheManager=" + uri.replace(':', '.') + ",*"), null);
    }

    @Test
    void close_cache_leavesTheManagerAndCanBeCreatedAgain() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings().setStatisticsEnabled(true));
        cache.put("k", "1");
        cache.close();
        cache.close();
        assertThat(cache.isClosed()).isTrue();
        assertThat(jcache.manager().getCacheNames()).isEmpty();
        Cache<String, String> again = jcache.create(JCacheFixture.strings());
        assertThat(again.containsKey("k")).isEqualTo(JCacheFixture.isRemote(uri));
        cache.close();
        assertThat(again.isClosed()).isFalse();
        assertThat((Object) jcache.manager().getCache("test")).isSameAs(again);
    }

    @Test
    void close_lateForACacheOfTheSameName_keepsItsBeans() throws Exception {
        MutableConfiguration<String, String> configuration =
                JCacheFixture.strings().setStatisticsEnabled(true).setManagementEnabled(true);
        Cache<String, String> first = jcache.create(configuration);
        assertThat(beans()).hasSize(2);
        first.close();
        assertThat(beans()).isEmpty();
        jcache.create(configuration);
        first.close();
        jcache.manager().enableStatistics("test", true);
        assertThat(beans()).hasSize(2);
        jcache.close();
        assertThat(beans()).isEmpty();
    }

    @Test
    void close_managerLate_itsSuccessorSurvives() {
        CacheManager first = jcache.manager();
        first.close();
        CacheManager second =
                jcache.provider().getCacheManager(URI.create(uri), getClass().getClassLoader());
        assertThat(second).isNotSameAs(first);
        first.close();
        assertThat(second.isClosed()).isFalse();
        assertThat(jcache.provider().getCacheManager(URI.create(uri), getClass().getClassLoader()))
                .isSameAs(second);
    }

    @Test
    void beanNames_withWhatJmxReserves_areRegistered() throws Exception {
        jcache.manager()
                .createCache("a:b=c,d\"e*f?g\nh", JCacheFixture.strings().setStatisticsEnabled(true));
        assertThat(beans())
                .singleElement()
                .extracting(name -> name.getKeyProperty("Cache"))
                .isEqualTo("a.b.c.d.e.f.g.h");
    }

    @Test
    void close_partsThatCanBeClosed_areClosedOnceEachWhateverFails() {
        List<String> closed = new ArrayList<>();
        class ClosingLoader extends MapLoader implements AutoCloseable {
            ClosingLoader() {
                super(Map.of());
            }

            @Override
            public void close() {
                closed.add("loader");
                throw new IllegalStateException("a loader that cannot be closed");
            }
        }
        class ClosingPolicy extends ScriptedPolicy implements AutoCloseable {
            @Override
            public void close() {
                closed.add("policy");
            }
        }
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setCacheLoaderFactory(ClosingLoader::new)
                .setExpiryPolicyFactory(ClosingPolicy::new));
        Cache<String, String> other = jcache.manager().createCache("other", JCacheFixture.strings());
        jcache.manager().close();
        assertThat(closed).containsExactlyInAnyOrder("loader", "policy");
        assertThat(cache.isClosed()).isTrue();
        assertThat(other.isClosed()).isTrue();
    }

    @Test
    void close_partThrowsAnError_nothingOfTheManagerIsLeft() throws Exception {
        class FailingLoader extends MapLoader implements AutoCloseable {
            FailingLoader() {
                super(Map.of());
            }

            @Override
            public void close() {
                throw new NoClassDefFoundError("a loader whose class loader is gone");
            }
        }
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setCacheLoaderFactory(FailingLoader::new)
                .setStatisticsEnabled(true)
                .setManagementEnabled(true));
        Backing backing = backingOf(cache);
        Cache<String, String> other = jcache.manager().createCache("other", JCacheFixture.strings());
        jcache.manager().close();
        assertThat(other.isClosed()).isTrue();
        assertEverythingIsGone(backing);
    }

    @Test
    void close_partThrowsAVirtualMachineError_isThrownOnceNothingIsLeft() throws Exception {
        StackOverflowError failure = new StackOverflowError("a loader that recurses");
        class FailingLoader extends MapLoader implements AutoCloseable {
            FailingLoader() {
                super(Map.of());
            }

            @Override
            public void close() {
                throw failure;
            }
        }
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setCacheLoaderFactory(FailingLoader::new)
                .setStatisticsEnabled(true)
                .setManagementEnabled(true));
        Backing backing = backingOf(cache);
        assertThatThrownBy(jcache.manager()::close).isSameAs(failure);
        assertEverythingIsGone(backing);
    }

    @Test
    void close_manager_allBeansGoBeforeAnyCacheIsClosed() {
        List<Set<ObjectName>> beansWhileClosing = new ArrayList<>();
        class LookingLoader extends MapLoader implements AutoCloseable {
            LookingLoader() {
                super(Map.of());
            }

            @Override
            public void close() {
                try {
                    beansWhileClosing.add(beans());
                } catch (JMException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        jcache.create(JCacheFixture.strings()
                .setCacheLoaderFactory(LookingLoader::new)
                .setStatisticsEnabled(true)
                .setManagementEnabled(true));
        jcache.manager().createCache("other", JCacheFixture.strings().setStatisticsEnabled(true));
        jcache.manager().close();
        assertThat(beansWhileClosing).containsExactly(Set.of());
    }

    private static Backing backingOf(Cache<?, ?> cache) {
        return cache.unwrap(DefaultCache.class).context.backing;
    }

    private void assertEverythingIsGone(Backing backing) throws Exception {
        assertThat(beans()).isEmpty();
        assertThatThrownBy(() -> backing.contains(new byte[] {1})).isInstanceOf(RuntimeException.class);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains(uri)));
    }

    @Test
    void createCache_factoryFails_nothingIsLeft() {
        List<String> closed = new ArrayList<>();
        class ClosingLoader extends MapLoader implements AutoCloseable {
            ClosingLoader() {
                super(Map.of());
            }

            @Override
            public void close() {
                closed.add("loader");
            }
        }
        assertThatThrownBy(() -> jcache.create(JCacheFixture.strings()
                        .setCacheLoaderFactory(ClosingLoader::new)
                        .setWriteThrough(true)
                        .setCacheWriterFactory(() -> {
                            throw new IllegalStateException("a factory that fails");
                        })))
                .hasMessage("a factory that fails");
        assertThat(closed).containsExactly("loader");
        assertThat(jcache.manager().getCacheNames()).isEmpty();
        jcache.create(JCacheFixture.strings());
    }

    @Test
    void getCache_typesDiffer_areRefused() {
        jcache.create(JCacheFixture.strings());
        assertThatThrownBy(() -> jcache.manager().getCache("test", String.class, Integer.class))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("cache=test");
        assertThatThrownBy(() -> jcache.manager().getCache("test", Object.class, Object.class))
                .isInstanceOf(ClassCastException.class);
        assertThat((Object) jcache.manager().getCache("none", String.class, String.class))
                .isNull();
    }

    @Test
    void createCache_nameTaken_isRefused() {
        jcache.create(JCacheFixture.strings());
        assertThatThrownBy(() -> jcache.create(JCacheFixture.strings()))
                .isInstanceOf(CacheException.class)
                .hasMessage("a cache of this name must not exist: cache=test, manager=" + uri);
    }

    @Test
    void createCache_byReference_isRefused() {
        assertThatThrownBy(() -> jcache.create(JCacheFixture.strings().setStoreByValue(false)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void getConfiguration_changedByTheCaller_isACopy() {
        MutableConfiguration<String, String> given = JCacheFixture.strings();
        Cache<String, String> cache = jcache.create(given);
        given.setReadThrough(true);
        MutableConfiguration<?, ?> returned = configuration(cache, MutableConfiguration.class);
        assertThat(returned).isEqualTo(JCacheFixture.strings());
        returned.setStatisticsEnabled(true);
        assertThat(configuration(cache, MutableConfiguration.class).isStatisticsEnabled())
                .isFalse();
        assertThat(configuration(cache, SlabConfiguration.class).getCapacity()).hasValue(64L << 20);
    }

    @Test
    void unwrap_ours_givesSizes() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        cache.put("k", "1");
        SlabCache<?, ?> slabCache = cache.unwrap(SlabCache.class);
        boolean isHere = !JCacheFixture.isRemote(uri);
        assertThat(slabCache.size()).isEqualTo(isHere ? 1 : -1);
        assertThat(slabCache.offHeapBytes()).matches(bytes -> isHere ? bytes > 0 : bytes == 0);
        assertThat(jcache.manager().unwrap(SlabCacheManager.class).offHeapBytes())
                .isEqualTo(slabCache.offHeapBytes());
        assertThatThrownBy(() -> cache.unwrap(String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyMethod_closedCache_refuses() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        var iterator = cache.iterator();
        cache.close();
        assertThatThrownBy(() -> cache.get(null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cache.loadAll(null, true, null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cache::iterator).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(iterator::hasNext).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> configuration(cache, MutableConfiguration.class))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> cache.unwrap(SlabCache.class).statistics()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void classLoader_noCacheHoldsItAndItIsCollected_itsManagersAreClosedAndOthersStay() throws Exception {
        CacheManager ofCollected = managerOfATemporaryLoader();
        CacheManager standard = jcache.provider().getCacheManager();
        await().until(() -> {
            System.gc();
            // Asking for a manager is what makes the provider look.
            jcache.provider().getCacheManager();
            return ofCollected.isClosed();
        });
        assertThat(standard.isClosed()).isFalse();
        assertThat(jcache.manager().isClosed()).isFalse();
        assertThat(jcache.provider().getCacheManager()).isSameAs(standard);
    }

    @Test
    void classLoader_ofAnOpenCachesTypes_isReleasedByClose() throws Exception {
        WeakReference<ClassLoader> released = createAndCloseWithTypesOfATemporaryLoader();
        await().until(() -> {
            System.gc();
            return released.get() == null;
        });
    }

    private WeakReference<ClassLoader> createAndCloseWithTypesOfATemporaryLoader() throws Exception {
        URL classes = LoadedTwice.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, new OnlyOthers())) {
            Class<?> type = loader.loadClass(LoadedTwice.class.getName());
            assertThat(type.getClassLoader()).isSameAs(loader);
            CacheManager manager = jcache.provider().getCacheManager(URI.create(uri), loader);
            putOne(manager, type);
            jcache.provider().close(loader);
            assertThat(manager.isClosed()).isTrue();
            return new WeakReference<>(loader);
        }
    }

    private static <V> void putOne(CacheManager manager, Class<V> type) throws Exception {
        Cache<String, V> cache = manager.createCache(
                "test",
                new SlabConfiguration<String, V>()
                        .setAllowedClasses(List.of(type.getName()))
                        .setTypes(String.class, type)
                        .setStatisticsEnabled(true));
        cache.put("k", type.getConstructor().newInstance());
        assertThat(type.isInstance(cache.get("k"))).isTrue();
    }

    /** Loads what it is asked for but {@link LoadedTwice}. */
    private static final class OnlyOthers extends ClassLoader {
        private OnlyOthers() {
            super(LifecycleTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(LoadedTwice.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    /** A value of an application's own class. */
    public static final class LoadedTwice implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Creates a value. */
        public LoadedTwice() {}
    }

    @Test
    void contextClassLoader_afterGetCacheManager_isNotHeld() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        WeakReference<ClassLoader> context = setTemporaryContext();
        try {
            jcache.provider().getCacheManager().createCache("test", JCacheFixture.strings());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        await().until(() -> {
            System.gc();
            return context.get() == null;
        });
    }

    @Test
    void close_byClassLoader_closesOnlyItsManagers() throws Exception {
        SlabCachingProvider provider = jcache.provider();
        try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
            CacheManager one = provider.getCacheManager(URI.create(uri), loader);
            CacheManager two = provider.getCacheManager(URI.create(uri + "2"), loader);
            provider.close(URI.create(uri), loader);
            assertThat(one.isClosed()).isTrue();
            assertThat(two.isClosed()).isFalse();
            provider.close(loader);
            assertThat(two.isClosed()).isTrue();
            assertThat(jcache.manager().isClosed()).isFalse();
        }
    }

    @Test
    void threads_afterClose_areGone() {
        jcache.create(JCacheFixture.strings()).loadAll(Set.of("k"), true, null);
        jcache.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains(uri)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // JSR-107 asks for a class literal, which has no type arguments.
    private static <C extends Configuration> C configuration(Cache<?, ?> cache, Class<C> type) {
        return (C) ((Cache) cache).getConfiguration(type);
    }

    private CacheManager managerOfATemporaryLoader() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
            return jcache.provider().getCacheManager(URI.create(uri), loader);
        }
    }

    private WeakReference<ClassLoader> setTemporaryContext() {
        ClassLoader context = new ClassLoader(getClass().getClassLoader()) {};
        Thread.currentThread().setContextClassLoader(context);
        return new WeakReference<>(context);
    }
}
