package io.slabcache.server.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.slabcache.server.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A transport that this machine offers.
 *
 * @param transport which one; not {@link Transport#AUTO}
 * @param handlers makes what its threads run
 * @param serverChannel the class of its listening sockets
 */
record NettyTransport(Transport transport, IoHandlerFactory handlers, Class<? extends ServerChannel> serverChannel) {
    /**
     * Finds a transport.
     *
     * @throws IllegalArgumentException if this machine does not offer it
     */
    static NettyTransport of(Transport wanted) {
        return switch (wanted) {
            case AUTO -> Epoll.isAvailable() ? epoll() : nio();
            case IO_URING -> {
                check(wanted, IoUring.isAvailable(), IoUring.unavailabilityCause());
                yield new NettyTransport(wanted, IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
            }
            case EPOLL -> {
                check(wanted, Epoll.isAvailable(), Epoll.unavailabilityCause());
                yield epoll();
            }
            case NIO -> nio();
        };
    }

    private static NettyTransport epoll() {
        return new NettyTransport(Transport.EPOLL, RejoiningEpoll.newFactory(), EpollServerSocketChannel.class);
    }

    private static NettyTransport nio() {
        return new NettyTransport(Transport.NIO, NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    private static void check(Transport wanted, boolean available, @Nullable Throwable cause) {
        if (!available) {
            throw new IllegalArgumentException(
                    "the transport is not available on this machine: transport=" + wanted + ", cause=" + cause, cause);
        }
    }

    /** Starts the transport's threads. */
    EventLoopGroup start(int threads) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("slabcache-server", false), handlers);
    }
}
