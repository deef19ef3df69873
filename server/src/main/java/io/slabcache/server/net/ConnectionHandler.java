package io.slabcache.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.slabcache.server.auth.Session;
import io.slabcache.server.command.Conversation;
import io.slabcache.server.command.Conversations;
import io.slabcache.server.command.Detour;
import io.slabcache.server.command.Output;
import io.slabcache.server.command.Peer;
import io.slabcache.server.command.Progress;
import io.slabcache.server.command.ThreadState;
import io.slabcache.server.command.Workplace;
import io.slabcache.server.stats.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection. Used by its event loop, save what says otherwise.
 *
 * <p>All requests of one read are answered before anything is sent, and then at once. A client that does not take its answers is not
 * read from either: what it had sent until then waits here, what it sends on waits in the sockets.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what the network library's futures tell here arrives as an event too
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements Output, Peer {
    /*
     * The end of a connection
     * -----------------------
     * 1. The conversation is over, the peer has ended its direction and has got all answers, or the server stops.
     * 2. The last answers are sent, then our direction is ended. What the peer still sends is read and dropped: closing a socket with
     *    unread bytes resets the connection, and a reset overtakes the answers.
     * 3. When the peer has ended its direction too, or after a second, the socket is closed.
     */
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final int CHUNK_LENGTH = 16 << 10;
    private static final int LINGER_SECONDS = 1;

    /** So much of a request has to arrive, or its end, until it counts that the client has done something. */
    private static final int MIN_ARRIVAL = 16 << 10;

    /** How long it may take until it is seen that a client has taken what waited for it. */
    private static final int RECOUNT_MILLIS = 50;

    private final Connections connections;
    private final OutputBudget budget;
    private final ThreadState thread;
    private final Channel channel;
    private final int number;

    private @Nullable Conversation conversation;
    private @Nullable Session session;

    /** Answers that were not yet handed to the channel; null if there are none. */
    private @Nullable ByteBuf chunk;

    /** Where in the chunk the next answer goes; null together with the chunk. */
    private @Nullable ByteBuffer chunkView;

    private int chunkStart;

    /** Whether the channel was given answers since it was last told to send them. */
    private boolean unflushed;

    /** Bytes of long answers that were taken from the budget and have not yet been counted among those that wait. */
    private long reserved;

    /** Bytes that wait in the channel, as the budget knows them. */
    private long counted;

    /** Whether it will be looked at again how much waits. */
    private boolean recounting;

    /** All bytes that were handed to the channel. Written by the event loop, read by others. */
    private volatile long handed;

    /** How fast the peer takes it. For the sweeping thread alone. */
    private final AnswerFlow flow = new AnswerFlow();

    /** What arrived and waits until the client has taken answers. Made for the first client that does not. */
    private @Nullable Queue<ByteBuf> unread;

    /** The memory of what waits there, as the budget knows it. */
    private long kept;

    private boolean blocked;

    /** Whether the conversation waits for work that another thread does. */
    private boolean away;

    /** Takes that work back, if it has not begun; does nothing where there was none. */
    private Runnable takeBack = () -> {};

    private boolean inputEnded;
    private boolean outputEnded;
    private boolean ending;
    private boolean stopping;

    /** Whether the peer is expected to do something: to send the rest of a request or to take answers. Read by other threads. */
    private volatile boolean owing;

    /** Whether the peer may be silent: it only listens, or waits for what takes long here. Read by other threads. */
    private volatile boolean excused;

    /** Whether the client was let in once, or everybody is. Written by the event loop, read by others. */
    private volatile boolean admitted;

    private final int openedSecond;

    /** What has arrived since that counted as activity. */
    private long arrived;

    /** Written by the event loop and the sweeping thread, read by others. */
    private volatile int lastActiveSecond;

    ConnectionHandler(Connections connections, ThreadState thread, Channel channel) {
        this.connections = connections;
        this.budget = connections.budget();
        this.thread = thread;
        this.channel = channel;
        this.number = connections.nextNumber();
        this.openedSecond = connections.second();
        this.lastActiveSecond = openedSecond;
        this.admitted = thread.access().admitsEverybody();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connections.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        connections.remove(this);
        Conversation open = conversation;
        if (open != null) {
            open.abandon();
        }
        ByteBuf unsent = chunk;
        if (unsent != null) {
            chunk = null;
            chunkView = null;
            unsent.release();
        }
        ending = true;
        takeBack.run();
        dropUnread();
        budget.add(-counted - reserved);
        counted = 0;
        reserved = 0;
    }

    private void dropUnread() {
        Queue<ByteBuf> waiting = unread;
        if (waiting != null) {
            unread = null;
            waiting.forEach(ByteBuf::release);
            giveBackKept();
        }
    }

    private void giveBackKept() {
        budget.add(-kept);
        kept = 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        thread.counters().add(Counter.BYTES_READ, in.readableBytes());
        if (ending) {
            in.release();
            return;
        }
        arrived += in.readableBytes();
        if (!owing || arrived >= MIN_ARRIVAL) {
            // a byte now and then does not keep the room of a request that never ends
            noteActivity();
        }
        if (blocked) {
            keep(in);
        } else {
            take(in);
        }
    }

    private void noteActivity() {
        arrived = 0;
        lastActiveSecond = connections.second();
    }

    private void keep(ByteBuf in) {
        Queue<ByteBuf> waiting = unread;
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            unread = waiting;
        }
        waiting.add(in);
        kept += in.capacity();
        budget.add(in.capacity());
    }

    /** Offers bytes to the conversation. Takes over the buffer. */
    private void take(ByteBuf in) {
        boolean kept = false;
        try {
            Conversation open = conversation;
            if (open == null) {
                if (!in.isReadable()) {
                    return;
                }
                int firstByte = in.getUnsignedByte(in.readerIndex());
                if (!Conversations.isSpoken(firstByte, thread)) {
                    LOG.atLevel(thread.logLevel())
                            .log("closing a connection with a protocol that is not spoken: remote={}", remoteAddress());
                    end();
                    return;
                }
                open = Conversations.begin(firstByte, thread, this);
                conversation = open;
            }
            int start = in.readerIndex();
            int length = in.readableBytes();
            ByteBuffer bytes = in.nioBufferCount() == 1 ? in.internalNioBuffer(start, length) : in.nioBuffer();
            Progress progress = open.receive(bytes, this);
            if (progress == Progress.BLOCKED) {
                in.readerIndex(start + length - bytes.remaining());
                kept = true;
                block(in);
            } else if (progress == Progress.PAUSED) {
                in.readerIndex(start + length - bytes.remaining());
                kept = true;
                pause(in);
            } else if (progress == Progress.CLOSE) {
                end();
            }
        } finally {
            if (!kept) {
                in.release();
            }
        }
    }

    @Override
    public Session session() {
        Session open = session;
        if (open == null) {
            // not before something has arrived: only then TLS knows the client
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            open = new Session(
                    thread.access(),
                    remoteAddress(),
                    RemoteHost.of(channel.remoteAddress()),
                    tls != null || isOnThisMachine(),
                    tls == null ? null : TlsContext.certificateName(tls));
            session = open;
        }
        return open;
    }

    private boolean isOnThisMachine() {
        return channel.remoteAddress() instanceof InetSocketAddress inet
                && inet.getAddress() != null
                && inet.getAddress().isLoopbackAddress();
    }

    private void block(ByteBuf rest) {
        if (!away) {
            thread.counters().increment(Counter.CONN_YIELDS);
        }
        blocked = true;
        keep(rest);
        channel.config().setAutoRead(false);
    }

    /** Lets other connections of the thread have their turn, and then goes on. */
    private void pause(ByteBuf rest) {
        blocked = true;
        keep(rest);
        channel.config().setAutoRead(false);
        channel.eventLoop().execute(this::resume);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        settle();
    }

    /** Sends what was answered, and ends the connection if it is time. */
    private void settle() {
        if (ending) {
            return;
        }
        writeChunk();
        if (unflushed) {
            flush();
        }
        Session known = session;
        if (!admitted && known != null && known.isAdmitted()) {
            admitted = true;
        }
        Conversation open = conversation;
        boolean withinRequest = open != null && open.isWithinRequest();
        if (owing && !withinRequest && !blocked) {
            noteActivity();
        }
        owing = withinRequest || blocked;
        excused = away || (!blocked && open != null && open.isListening());
        if (!blocked && (inputEnded || (stopping && !withinRequest))) {
            end();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (blocked && channel.isWritable()) {
            // not here: this may be called from within a write
            context.executor().execute(this::resume);
        }
    }

    private void resume() {
        if (ending || !blocked || away || !channel.isWritable()) {
            return;
        }
        noteActivity();
        Queue<ByteBuf> waiting = unread;
        blocked = false;
        unread = null;
        giveBackKept();
        try {
            while (waiting != null && !waiting.isEmpty() && !blocked && !ending) {
                take(waiting.remove());
            }
        } catch (Throwable e) { // Nobody above this task would close the connection.
            fail(e);
        }
        if (waiting != null) {
            Queue<ByteBuf> rest = waiting;
            rest.forEach(ending ? ByteBuf::release : this::keep);
        }
        settle();
        if (!blocked && !ending) {
            readOn();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS) {
            inputEnded = true;
            if (!ending) {
                settle();
            } else if (outputEnded) {
                channel.close();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        // what is wrong with TLS comes wrapped
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.atLevel(thread.logLevel())
                    .log("a connection broke: remote={}, cause={}", remoteAddress(), cause.toString());
        } else {
            connections.noteFailure();
            LOG.warn("closing a connection after a failure: remote={}", remoteAddress(), cause);
        }
        ending = true;
        channel.close();
    }

    private void readOn() {
        // where nothing can come any more, epoll has let go of the socket and the attempt would break the connection
        if (!inputEnded) {
            channel.config().setAutoRead(true);
        }
    }

    /** Sends the last answers and closes the connection. */
    private void end() {
        ending = true;
        owing = true;
        excused = false;
        writeChunk();
        dropUnread();
        readOn();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        ChannelFuture last = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        (tls == null ? last : tls.closeOutbound()).addListener(sent -> {
            if (!inputEnded && sent.isSuccess() && channel instanceof DuplexChannel duplex) {
                outputEnded = true;
                duplex.shutdownOutput();
                channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
            } else {
                channel.close();
            }
        });
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean mayAdminister(String command) {
        return session().mayAdminister(command);
    }

    @Override
    public void wake() {
        onLoop(() -> {
            if (!ending && !blocked) {
                try {
                    take(Unpooled.EMPTY_BUFFER);
                } catch (Throwable e) { // Nobody above this task would close the connection.
                    fail(e);
                }
                settle();
            }
        });
    }

    @Override
    public boolean leave(Workplace place, Detour.Work work) {
        Runnable undo = place.submit(() -> {
            try {
                Detour detour = work.get();
                channel.eventLoop()
                        .schedule(() -> comeBack(detour.action()), detour.delayMillis(), TimeUnit.MILLISECONDS);
            } catch (Throwable e) { // Nobody above this task would close the connection, which waits.
                onLoop(() -> fail(e));
            }
        });
        if (undo == null) {
            return false;
        }
        takeBack = undo;
        away = true;
        return true;
    }

    /** Has something done by the event loop. Where that has ended, so has the connection, and there is nothing to do. */
    private void onLoop(Runnable action) {
        try {
            channel.eventLoop().execute(action);
        } catch (RejectedExecutionException e) {
            LOG.trace("too late for a connection that the server has ended: remote={}", remoteAddress());
        }
    }

    private void comeBack(Runnable action) {
        away = false;
        takeBack = () -> {};
        if (!ending) {
            try {
                action.run();
            } catch (Throwable e) { // Nobody above this task would close the connection.
                fail(e);
            }
            resume();
        }
    }

    /** Lets the connection end once no request is under way. Called by any thread. */
    void stop() {
        onLoop(() -> {
            stopping = true;
            settle();
        });
    }

    /** Closes the connection, whatever is under way. Called by any thread. */
    void closeNow() {
        channel.close();
    }

    /** Ends a connection that was silent for too long. Called by any thread. */
    void endSilent() {
        LOG.atLevel(thread.logLevel()).log("closing a silent connection: remote={}, owing={}", remoteAddress(), owing);
        onLoop(() -> {
            thread.counters().increment(Counter.IDLE_KICKS);
            channel.close();
        });
    }

    boolean owes() {
        return owing;
    }

    boolean isExcused() {
        return excused;
    }

    boolean isAdmitted() {
        return admitted;
    }

    int openedSecond() {
        return openedSecond;
    }

    int lastActiveSecond() {
        return lastActiveSecond;
    }

    String remoteAddress() {
        return describe(channel.remoteAddress());
    }

    String localAddress() {
        return describe(channel.localAddress());
    }

    private static String describe(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() != null
                ? "tcp:" + inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }

    @Override
    public ByteBuffer room(int length) {
        ByteBuffer view = chunkView;
        if (view != null && view.remaining() >= length) {
            return view;
        }
        writeChunk();
        ByteBuf fresh = channel.alloc().directBuffer(Math.max(CHUNK_LENGTH, length));
        ByteBuffer freshView = fresh.internalNioBuffer(0, fresh.capacity());
        chunk = fresh;
        chunkView = freshView;
        chunkStart = freshView.position();
        return freshView;
    }

    private void flush() {
        unflushed = false;
        channel.flush();
        count();
    }

    /** Tells the budget what waits after a flush. Nothing does, as long as the client takes its answers. */
    private void count() {
        long waiting = waiting();
        if (waiting != counted || reserved != 0) {
            budget.add(waiting - counted - reserved);
            counted = waiting;
            reserved = 0;
        }
        if (waiting > 0 && !recounting) {
            recounting = true;
            channel.eventLoop().schedule(this::recount, RECOUNT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void recount() {
        recounting = false;
        if (!ending) {
            count();
            // it may have waited for the budget, of which nothing else tells
            resume();
        }
    }

    /** Returns how many bytes wait in the channel. Called by any thread. */
    private long waiting() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /**
     * Tells whether answers wait and the peer has taken less of them than it should since this was last asked, a second ago. Called by the
     * sweeping thread alone.
     *
     * @param haste how much memory for answers is needed; see {@link AnswerFlow}
     */
    boolean fallsBehind(int haste) {
        long waiting = waiting();
        flow.look(handed - waiting, waiting, haste);
        if (flow.progresses()) {
            lastActiveSecond = connections.second();
        }
        return flow.fallsBehind();
    }

    /** Closes a connection whose peer does not take its answers, for the sake of the others. Called by any thread. */
    void endStalled() {
        LOG.debug("closing a connection that takes no answers: remote={}", remoteAddress());
        onLoop(() -> {
            thread.counters().increment(Counter.RESPONSE_OBJ_OOM);
            channel.close();
        });
    }

    /** Hands what was answered to the channel. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void writeChunk() {
        ByteBuf full = chunk;
        ByteBuffer view = chunkView;
        if (full == null || view == null) {
            return;
        }
        chunk = null;
        chunkView = null;
        int length = view.position() - chunkStart;
        if (length == 0) {
            full.release();
            return;
        }
        full.writerIndex(length);
        thread.counters().add(Counter.BYTES_WRITTEN, length);
        handed += length;
        channel.write(counted > 0 ? shrink(full) : full, channel.voidPromise());
        unflushed = true;
    }

    /** What will wait is not to hold a whole chunk for a few bytes. Takes over the buffer. */
    private ByteBuf shrink(ByteBuf full) {
        if (full.readableBytes() > full.capacity() / 2) {
            return full;
        }
        ByteBuf small = channel.alloc().directBuffer(full.readableBytes());
        small.writeBytes(full);
        full.release();
        return small;
    }

    @Override
    public boolean isFull() {
        if (channel.isWritable() && !budget.isExhausted()) {
            return false;
        }
        writeChunk();
        flush();
        // a client that has taken everything is always answered
        return !channel.isWritable() || (counted > 0 && budget.isExhausted());
    }

    @Override
    public boolean affords(int length) {
        if (length <= CHUNK_LENGTH) {
            return true;
        }
        if (!budget.tryTake(length)) {
            // what was reserved before and has been taken since comes back
            writeChunk();
            flush();
            if (!budget.tryTake(length)) {
                budget.noteRefusal();
                thread.counters().increment(Counter.RESPONSE_OBJ_OOM);
                return false;
            }
        }
        reserved += length;
        return true;
    }

    /** Closes a channel for which there is no place, with the word that memcached has for it. */
    static final class Rejection extends ChannelInboundHandlerAdapter {
        private static final byte[] TEXT = "ERROR Too many open connections\r\n".getBytes(StandardCharsets.US_ASCII);

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(TEXT)).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
