/**
 * The memcached wire formats as pure codecs over {@link java.nio.ByteBuffer}: no I/O, no threads, no dependency.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.protocol {
    requires static transitive org.jspecify;

    exports io.slabcache.protocol;
}
