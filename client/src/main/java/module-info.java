/**
 * A memcached client.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.client {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;
    requires io.slabcache.protocol;
    requires org.slf4j;

    exports io.slabcache.client;
    exports io.slabcache.client.locator;
    exports io.slabcache.client.transcode;
}
