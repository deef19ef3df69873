package io.slabcache.jcache;

import io.slabcache.jcache.internal.CacheManagers;
import io.slabcache.jcache.internal.config.ConfigLocator;
import java.net.URI;
import java.util.Properties;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JSR-107 caching provider, found by {@link javax.cache.Caching}. Safe for use by several threads.
 *
 * <p>There is one cache manager for each URI and class loader. The provider holds the class loader weakly, and closes its
 * managers once it is collected. That alone frees only a loader that no cache refers to: the types, codecs, loaders,
 * listeners and factories of an open cache refer to the class loaders that they come from, and those are kept until the
 * cache is closed. An application that goes away, such as one that is undeployed, must therefore close its managers:
 * {@link CacheManager#close()}, or {@link #close(ClassLoader)} for all of a class loader.
 */
public final class SlabCachingProvider implements CachingProvider {
    /** The URI of the cache manager that is returned when none is asked for by name. */
    public static final URI DEFAULT_URI = ConfigLocator.DEFAULT_URI;

    private final CacheManagers managers = new CacheManagers(this);

    /** Creates a provider; use {@link javax.cache.Caching#getCachingProvider()}. */
    public SlabCachingProvider() {}

    @Override
    public CacheManager getCacheManager(
            @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
        return managers.get(
                uri == null ? getDefaultURI() : uri,
                classLoader == null ? getDefaultClassLoader() : classLoader,
                properties == null ? getDefaultProperties() : properties);
    }

    @Override
    public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        return getCacheManager(uri, classLoader, null);
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(null, null, null);
    }

    /** Returns the class loader of this class; objects are also looked for through the thread's context class loader. */
    @Override
    public ClassLoader getDefaultClassLoader() {
        ClassLoader loader = getClass().getClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    @Override
    public URI getDefaultURI() {
        return DEFAULT_URI;
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public void close() {
        managers.closeAll();
    }

    @Override
    public void close(ClassLoader classLoader) {
        managers.close(classLoader == null ? getDefaultClassLoader() : classLoader);
    }

    @Override
    public void close(URI uri, ClassLoader classLoader) {
        managers.close(
                uri == null ? getDefaultURI() : uri, classLoader == null ? getDefaultClassLoader() : classLoader);
    }

    /** Returns false: store-by-reference, the only optional feature, is not offered. */
    @Override
    public boolean isSupported(OptionalFeature optionalFeature) {
        return false;
    }
}
