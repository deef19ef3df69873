package io.slabcache.jcache.internal;

import io.slabcache.client.NodeMetrics;
import io.slabcache.jcache.CacheObserver;
import io.slabcache.jcache.SlabCacheManager;
import io.slabcache.jcache.SlabConfiguration;
import io.slabcache.jcache.internal.codec.CodecContext;
import io.slabcache.jcache.internal.config.CacheSettings;
import io.slabcache.jcache.internal.config.ConfigLocator;
import io.slabcache.jcache.internal.config.ManagerSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.store.CapacityException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The caches of one URI and class loader, with the memory and the threads that they share. */
final class DefaultCacheManager implements SlabCacheManager {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultCacheManager.class);

    private final CacheManagers managers;
    private final CachingProvider provider;
    private final URI uri;
    private final WeakReference<ClassLoader> classLoader;
    private final Properties properties;
    private final ManagerSettings settings;
    private final BackingSpace space;
    private final boolean shared;
    private final DaemonThreads executor;
    private final ManagerBean bean;
    private final CacheObservers observers = new CacheObservers();
    private final Map<String, DefaultCache<?, ?>> caches = new ConcurrentHashMap<>();

    /** Declared caches that nobody has asked for. Guarded by {@link #lock}. */
    private final Set<String> notHandedOut = new HashSet<>();

    /** Caches that are being created. Guarded by {@link #lock}. */
    private final Set<String> creating = new HashSet<>();

    /** Guards creation and closing. */
    private final Object lock = new Object();

    private volatile boolean closed;

    private DefaultCacheManager(
            CacheManagers managers,
            CachingProvider provider,
            URI uri,
            ClassLoader classLoader,
            Properties properties,
            ManagerSettings settings,
            BackingProvider backings) {
        this.managers = managers;
        this.provider = provider;
        this.uri = uri;
        this.classLoader = new WeakReference<>(classLoader);
        this.properties = (Properties) properties.clone();
        this.settings = settings;
        this.shared = backings.isShared();
        this.space = backings.open(new BackingSpaceSettings(uri.toString(), uri, settings.remote()));
        this.executor = new DaemonThreads("slabcache-async-" + uri, settings.executorThreads(), classLoader);
        this.bean = new ManagerBean(this);
    }

    static DefaultCacheManager open(
            CacheManagers managers, CachingProvider provider, URI uri, ClassLoader classLoader, Properties properties) {
        BackingProviders installed = new BackingProviders();
        ManagerSettings settings = ConfigLocator.system(installed.schemes()).load(uri, classLoader, properties);
        BackingProvider backings = installed.find(uri, settings);
        DefaultCacheManager manager =
                new DefaultCacheManager(managers, provider, uri, classLoader, properties, settings, backings);
        boolean complete = false;
        try {
            manager.createDeclared(classLoader);
            complete = true;
            return manager;
        } finally {
            if (!complete) {
                manager.close();
            }
        }
    }

    @Override
    public CachingProvider getCachingProvider() {
        return provider;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public @Nullable ClassLoader getClassLoader() {
        return classLoader.get();
    }

    @Override
    public Properties getProperties() {
        return (Properties) properties.clone();
    }

    @Override
    public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String cacheName, C configuration) {
        requireOpen();
        requireName(cacheName);
        Objects.requireNonNull(configuration, "the configuration must not be null");
        DefaultCache<K, V> created;
        synchronized (lock) {
            requireOpen();
            DefaultCache<?, ?> present = caches.get(cacheName);
            if (present == null) {
                // A declared cache that was destroyed has a successor, which the file does not declare.
                notHandedOut.remove(cacheName);
                created = create(
                        cacheName,
                        settings.complete(configuration, requireClassLoader()),
                        settings.template().remote());
            } else if (settings.adoptDeclaredCaches() && notHandedOut.contains(cacheName)) {
                return adopt(present, configuration);
            } else {
                throw new CacheException("a cache of this name must not exist: cache=" + cacheName + ", manager=" + uri
                        + adoptionHint(cacheName));
            }
        }
        observers.created(created);
        return created;
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
        requireOpen();
        requireName(cacheName);
        Objects.requireNonNull(keyType, "the key type must not be null");
        Objects.requireNonNull(valueType, "the value type must not be null");
        DefaultCache<?, ?> cache = caches.get(cacheName);
        return cache == null ? null : handOut(requireTypes(cache, keyType, valueType));
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName) {
        requireOpen();
        DefaultCache<?, ?> cache = caches.get(requireName(cacheName));
        return cache == null ? null : handOut(cache);
    }

    @Override
    public Iterable<String> getCacheNames() {
        requireOpen();
        return Collections.unmodifiableSet(new LinkedHashSet<>(caches.keySet()));
    }

    @Override
    public void destroyCache(String cacheName) {
        requireOpen();
        DefaultCache<?, ?> cache = caches.get(requireName(cacheName));
        if (cache != null) {
            cache.destroy();
        }
    }

    @Override
    public void enableManagement(String cacheName, boolean enabled) {
        requireOpen();
        DefaultCache<?, ?> cache = caches.get(requireName(cacheName));
        if (cache != null) {
            cache.enableManagement(enabled);
        }
    }

    @Override
    public void enableStatistics(String cacheName, boolean enabled) {
        requireOpen();
        DefaultCache<?, ?> cache = caches.get(requireName(cacheName));
        if (cache != null) {
            cache.enableStatistics(enabled);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Closing.runAll(
                () -> forEachCache(cache -> cache.setup().takeBeansAway()),
                () -> managers.forget(this),
                () -> forEachCache(DefaultCache::close),
                observers::managerClosed,
                executor::close,
                space::close);
    }

    private void forEachCache(Consumer<DefaultCache<?, ?>> action) {
        Closing.runAll(caches.values().stream()
                .map(cache -> (Runnable) () -> action.accept(cache))
                .toArray(Runnable[]::new));
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.unwrap(this, type);
    }

    @Override
    public long offHeapBytes() {
        requireOpen();
        long bytes = 0;
        for (DefaultCache<?, ?> cache : caches.values()) {
            bytes += cache.offHeapBytes();
        }
        return bytes;
    }

    @Override
    public List<NodeMetrics> nodes() {
        requireOpen();
        return space.nodes();
    }

    @Override
    public void addCacheObserver(CacheObserver observer) {
        requireOpen();
        observers.add(observer, caches.values());
        if (closed) {
            // It may have come too late to be told.
            observers.managerClosed();
        }
    }

    @Override
    public void removeCacheObserver(CacheObserver observer) {
        observers.remove(observer);
    }

    @Override
    public String toString() {
        return "SlabCacheManager[uri=" + uri + ", closed=" + closed + "]";
    }

    /** Forgets a cache that was closed; another one of the same name stays. */
    void forget(DefaultCache<?, ?> cache) {
        caches.remove(cache.getName(), cache);
        observers.closed(cache);
    }

    private void createDeclared(ClassLoader loader) {
        synchronized (lock) {
            settings.caches().forEach((name, declared) -> {
                create(name, declared.toConfiguration(loader), declared.remote());
                notHandedOut.add(name);
            });
        }
    }

    /** Called under the lock. */
    private <K, V> DefaultCache<K, V> create(
            String name, SlabConfiguration<K, V> configuration, @Nullable RemoteCacheSettings remote) {
        if (!configuration.isStoreByValue()) {
            throw new UnsupportedOperationException("store-by-reference is not supported: cache=" + name);
        }
        if (!creating.add(name)) {
            throw new IllegalStateException(
                    "a cache must not be created by its own factories: cache=" + name + ", manager=" + uri);
        }
        try {
            DefaultCache<K, V> cache = make(name, configuration, remote);
            caches.put(name, cache);
            return cache;
        } finally {
            creating.remove(name);
        }
    }

    private <K, V> DefaultCache<K, V> make(
            String name, SlabConfiguration<K, V> configuration, @Nullable RemoteCacheSettings given) {
        RemoteCacheSettings remote = given == null ? RemoteCacheSettings.DEFAULT : given;
        if (given != null && configuration.getCapacity().isPresent()) {
            LOG.warn("capacity means nothing on servers, whose own holds: cache={}, manager={}", name, uri);
        }
        CodecContext codecs = CodecContext.builder(requireClassLoader())
                .allowedClasses(configuration.getAllowedClasses())
                .learnWritten(!shared)
                .undecodable(remote.onUndecodable())
                .build();
        CacheSetup<K, V> setup = new CacheSetup<>(name, uri, bean, configuration, codecs, executor, remote);
        DefaultCache<K, V> cache = null;
        boolean complete = false;
        try {
            cache = new DefaultCache<>(this, setup, sink -> openBacking(setup.backingSettings(), sink));
            cache.start();
            complete = true;
        } finally {
            if (!complete) {
                if (cache == null) {
                    setup.close();
                } else {
                    cache.close();
                }
            }
        }
        return cache;
    }

    private Backing openBacking(BackingSettings wanted, RemovalSink sink) {
        try {
            return space.open(wanted, sink);
        } catch (CapacityException e) {
            CacheSettings declared = settings.caches().getOrDefault(wanted.name(), settings.template());
            if (declared.capacity() == wanted.capacity()) {
                throw declared.located(e);
            }
            throw new CacheException(
                    "the cache's capacity cannot be had: cache=" + wanted.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Hands a declared cache out to who wanted to create it. A configuration that names no types, as those of
     * frameworks, takes the cache whatever its types are, as {@link #getCache(String)} does. Called under the lock.
     */
    private <K, V> Cache<K, V> adopt(DefaultCache<?, ?> declared, Configuration<K, V> wanted) {
        boolean untyped = wanted.getKeyType() == Object.class && wanted.getValueType() == Object.class;
        return handOut(untyped ? declared : requireTypes(declared, wanted.getKeyType(), wanted.getValueType()));
    }

    /** Called under the lock. */
    private String adoptionHint(String cacheName) {
        return notHandedOut.contains(cacheName)
                ? ", hint=the configuration declares it; adopt-declared-caches = true there lets createCache return it"
                : "";
    }

    @SuppressWarnings("unchecked") // The specification lets the caller say which types an untyped request is for.
    private <K, V> Cache<K, V> handOut(DefaultCache<?, ?> cache) {
        if (settings.adoptDeclaredCaches()) {
            synchronized (lock) {
                notHandedOut.remove(cache.getName());
            }
        }
        return (Cache<K, V>) cache;
    }

    private static DefaultCache<?, ?> requireTypes(DefaultCache<?, ?> cache, Class<?> keyType, Class<?> valueType) {
        Class<?> cacheKeyType = cache.setup().keyType();
        Class<?> cacheValueType = cache.setup().valueType();
        if (cacheKeyType != keyType || cacheValueType != valueType) {
            throw new ClassCastException("the types must be those of the cache: cache=" + cache.getName() + ", keyType="
                    + cacheKeyType.getName() + ", valueType=" + cacheValueType.getName() + ", requestedKeyType="
                    + keyType.getName() + ", requestedValueType=" + valueType.getName());
        }
        return cache;
    }

    private ClassLoader requireClassLoader() {
        ClassLoader loader = classLoader.get();
        if (loader == null) {
            throw new IllegalStateException("the manager's class loader was collected: manager=" + uri);
        }
        return loader;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the cache manager must be open: manager=" + uri);
        }
    }

    private static String requireName(String cacheName) {
        return Objects.requireNonNull(cacheName, "the cache's name must not be null");
    }
}
