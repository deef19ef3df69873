/**
 * A memcached client.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.client {
    requires static transitive org.jspecify;

    exports io.slabcache.client.locator;
}
