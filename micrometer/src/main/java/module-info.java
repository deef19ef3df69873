/**
 * Meters for Micrometer.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.micrometer {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive cache.api;
    requires transitive io.slabcache.jcache;
    requires transitive micrometer.core;

    exports io.slabcache.micrometer;
}
