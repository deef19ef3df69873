package io.slabcache.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.command.Node;
import io.slabcache.server.command.ThreadState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts the connections of a node and serves them. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final int LOW_WATER_DIVISOR = 2;
    private static final long STOP_MILLIS = 4000;
    private static final long STOP_POLL_MILLIS = 10;
    private static final long GROUP_STOP_SECONDS = 1;

    private final EventLoopGroup group;
    private final Connections connections;
    private final List<Channel> channels = new ArrayList<>();

    /** Ends what is silent for too long, every second. Set before anybody else sees the listener. */
    private @Nullable Future<?> sweeping;

    private Listener(EventLoopGroup group, Connections connections) {
        this.group = group;
        this.connections = connections;
    }

    /**
     * Listens on the addresses of the settings.
     *
     * @param settings the settings
     * @param node the node, which must outlive the listener
     * @param tls the server's end of TLS, null not to speak it
     * @return a listener that accepts connections
     * @throws IOException if an address cannot be had; nothing is left open then
     * @throws IllegalArgumentException if the machine does not offer the transport
     */
    public static Listener open(ServerSettings settings, Node node, @Nullable TlsContext tls) throws IOException {
        NettyTransport transport = NettyTransport.of(settings.transport());
        Connections connections =
                new Connections(settings, transport.transport().toString());
        Listener listener = new Listener(transport.start(settings.threads()), connections);
        boolean opened = false;
        try {
            ServerBootstrap bootstrap = listener.bootstrap(settings, transport, node, tls);
            for (InetSocketAddress address : settings.addresses()) {
                ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
                if (!bound.isSuccess()) {
                    throw new IOException(
                            "cannot listen: address=" + address + ", cause=" + bound.cause(), bound.cause());
                }
                listener.channels.add(bound.channel());
            }
            connections.setPort(listener.addresses().get(0).getPort());
            node.statistics().setConnections(connections);
            listener.sweeping = listener.group.next().scheduleAtFixedRate(listener::sweep, 1, 1, TimeUnit.SECONDS);
            opened = true;
        } finally {
            if (!opened) {
                listener.close();
            }
        }
        LOG.info(
                "listening: addresses={}, transport={}, tls={}, authentication={}",
                listener.addresses(),
                transport.transport(),
                tls != null,
                settings.access().requiresAuthentication());
        return listener;
    }

    private ServerBootstrap bootstrap(
            ServerSettings settings, NettyTransport transport, Node node, @Nullable TlsContext tls) {
        Map<EventExecutor, ThreadState> threads = new ConcurrentHashMap<>();
        return new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(settings))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (connections.tryOpen()) {
                            boolean added = false;
                            try {
                                ThreadState thread =
                                        threads.computeIfAbsent(channel.eventLoop(), loop -> new ThreadState(node));
                                if (tls != null) {
                                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                                }
                                channel.pipeline().addLast(new ConnectionHandler(connections, thread, channel));
                                added = true;
                            } finally {
                                if (!added) {
                                    connections.giveBack();
                                }
                            }
                        } else if (tls == null) {
                            channel.pipeline().addLast(new ConnectionHandler.Rejection());
                        } else {
                            // a word of explanation would cost a handshake
                            channel.unsafe().closeForcibly();
                        }
                    }
                });
    }

    /** All time limits hang on this: a failure must not end it. */
    private void sweep() {
        try {
            connections.sweep();
        } catch (RuntimeException e) {
            LOG.warn("looking for silent connections failed; it is tried again in a second", e);
        }
    }

    /** Returns from how much that waits on a client is not answered, and to how little until it is again. */
    static WriteBufferWaterMark waterMark(ServerSettings settings) {
        int high = settings.maxPendingOutput();
        return new WriteBufferWaterMark(high / LOW_WATER_DIVISOR, high);
    }

    /**
     * Returns where connections are accepted, with the ports that were chosen.
     *
     * @return the addresses, in the order of the settings
     */
    public List<InetSocketAddress> addresses() {
        return channels.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /**
     * Accepts no more connections, lets requests that are under way be finished, and closes all connections within five seconds. Closing
     * again does nothing.
     */
    @Override
    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        Future<?> task = sweeping;
        if (task != null) {
            task.cancel(false);
        }
        connections.handlers().forEach(ConnectionHandler::stop);
        awaitNoConnections();
        connections.handlers().forEach(ConnectionHandler::closeNow);
        group.shutdownGracefully(0, GROUP_STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void awaitNoConnections() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        while (!connections.handlers().isEmpty() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(STOP_POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
