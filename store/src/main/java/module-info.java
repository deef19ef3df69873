/**
 * The slab engine: an off-heap key-value store with S3-FIFO eviction and millisecond expiry.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.store {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;
    requires chronicle.core;
    requires chronicle.bytes;
    requires org.slf4j;

    exports io.slabcache.store;
}
