/**
 * The JSR-107 caching provider.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.jcache {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive cache.api;
    requires transitive io.slabcache.client;
    requires transitive io.slabcache.store;
    requires java.management;
    requires org.slf4j;
    requires typesafe.config;

    exports io.slabcache.jcache;

    uses io.slabcache.jcache.internal.BackingProvider;

    provides io.slabcache.jcache.internal.BackingProvider with
            io.slabcache.jcache.internal.SlabBackingProvider,
            io.slabcache.jcache.internal.remote.MemcachedBackingProvider;
    provides javax.cache.spi.CachingProvider with
            io.slabcache.jcache.SlabCachingProvider;
}
