/**
 * A memcached-compatible node on the slab engine.
 */
@org.jspecify.annotations.NullMarked
module io.slabcache.server {
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;
    requires info.picocli;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.codec;
    requires io.netty.handler;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;
    requires io.slabcache.protocol;
    requires io.slabcache.store;
    requires java.management;
    requires java.naming;
    requires jdk.httpserver;
    requires org.slf4j;

    exports io.slabcache.server;

    opens io.slabcache.server.cli to
            info.picocli;
}
