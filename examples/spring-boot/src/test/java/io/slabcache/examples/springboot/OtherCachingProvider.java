package io.slabcache.examples.springboot;

import java.net.URI;
import java.util.Properties;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;

/** A provider that is on the class path and that nobody wants. */
public final class OtherCachingProvider implements CachingProvider {
    /** Creates it; for {@link java.util.ServiceLoader}. */
    public OtherCachingProvider() {}

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader classLoader, Properties properties) {
        throw unwanted();
    }

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader classLoader) {
        throw unwanted();
    }

    @Override
    public CacheManager getCacheManager() {
        throw unwanted();
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        return OtherCachingProvider.class.getClassLoader();
    }

    @Override
    public URI getDefaultURI() {
        return URI.create("other:default");
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public void close() {}

    @Override
    public void close(ClassLoader classLoader) {}

    @Override
    public void close(URI uri, ClassLoader classLoader) {}

    @Override
    public boolean isSupported(OptionalFeature optionalFeature) {
        return false;
    }

    private static UnsupportedOperationException unwanted() {
        return new UnsupportedOperationException("this provider must not be asked for a manager");
    }
}
