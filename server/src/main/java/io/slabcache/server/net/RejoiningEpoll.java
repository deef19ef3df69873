package io.slabcache.server.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Epoll for sockets of which nothing is awaited for a while.
 *
 * <p>The network library takes such a socket out of epoll, but goes on to believe that it is there (4.2.13 to 4.2.20): what is awaited of
 * it next is refused by the kernel, and the connection breaks. It befalls a client that has ended its direction and takes its answers
 * late. Here such a socket is registered once more.
 */
final class RejoiningEpoll implements IoHandler {
    private final IoHandler epoll;

    private RejoiningEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(ThreadAwareExecutor executor) {
                return new RejoiningEpoll(factory.newHandler(executor));
            }

            @Override
            public boolean isChangingThreadSupported() {
                return factory.isChangingThreadSupported();
            }
        };
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Registration(handle, epoll.register(handle));
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    /** A socket's place in epoll. What is awaited is told by the event loop alone, the end by any thread. */
    private final class Registration implements IoRegistration {
        private final IoHandle handle;
        private volatile IoRegistration current;

        /** Whether nothing is awaited, so that the socket is not in epoll. */
        private boolean out;

        Registration(IoHandle handle, IoRegistration first) {
            this.handle = handle;
            this.current = first;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as the network library has it
        public <T> T attachment() {
            return current.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            boolean nothing = EpollIoOps.NONE.equals(ops);
            // not for one that has ended: its descriptor may be another's by now
            if (out && !nothing && current.cancel()) {
                try {
                    current = epoll.register(handle);
                } catch (Exception e) {
                    throw new IllegalStateException("a socket must be taken up again: handle=" + handle, e);
                }
            }
            out = nothing;
            return current.submit(ops);
        }

        @Override
        public boolean isValid() {
            return current.isValid();
        }

        @Override
        public boolean cancel() {
            return current.cancel();
        }
    }
}
