/**
 * The JSR-107 caching annotations for Jakarta CDI, over any JCache provider.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.annotations.cdi {
    requires static transitive org.jspecify;
    requires transitive cache.api;
    requires static jakarta.annotation;
    requires transitive jakarta.cdi;
    requires jakarta.inject;
    requires jakarta.interceptor;

    exports io.slabcache.annotations.cdi;

    // Containers make and call the interceptors by reflection.
    opens io.slabcache.annotations.cdi;

    provides jakarta.enterprise.inject.spi.Extension with
            io.slabcache.annotations.cdi.CacheAnnotationsExtension;
}
