/**
 * The slab engine: an off-heap key-value store with S3-FIFO eviction and millisecond expiry.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the provider is compiled after this module, so its name is not known yet
module io.slabcache.store {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;
    requires java.management;
    requires jdk.management;
    requires chronicle.core;
    requires org.slf4j;

    exports io.slabcache.store;
    exports io.slabcache.store.memory to
            io.slabcache.jcache;
}
