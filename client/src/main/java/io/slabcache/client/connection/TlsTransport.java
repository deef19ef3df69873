package io.slabcache.client.connection;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection through TLS. A record may hold many packets and a packet many records: {@link #read} gives out all that has
 * arrived and can be decrypted, before and after it asks the socket.
 */
final class TlsTransport implements Transport {
    /* Implementation notes

    Two threads. The engine lets one thread unwrap while another wraps. The reader, though, must wrap too, when a handshake
    goes on after the connection is established (a key update of TLS 1.3, a renegotiation of TLS 1.2): everything that
    wraps or sends holds the output lock. Nothing that is done under it blocks. Delegated tasks are run by the reader
    alone, since only what it has unwrapped gives rise to them.

    While a renegotiation is under way the engine takes no bytes, so that write returns 0 although the socket has room.
    Whoever waits for both directions then, as a caller has to anyway when output is stuck, carries on the handshake.

    Ends. An end without close_notify may have been made by anybody on the way and is an error. What was decrypted before
    an error is given out first: it is authentic, and answers requests that have been carried out. */

    private static final Logger LOG = LoggerFactory.getLogger(TlsTransport.class);

    /** Room for the longest record, 33 KiB with what old peers add, and for several of the usual ones. */
    private static final int BUFFER_LENGTH = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;

    /** Bytes from the socket, between position and limit. Used by the reader. */
    private final ByteBuffer encoded = ByteBuffer.allocateDirect(BUFFER_LENGTH).limit(0);

    /** What the reader's buffer had no room for, between position and limit. Used by the reader. */
    private ByteBuffer decoded;

    /** Used by the reader. */
    private final ByteBuffer[] targets = new ByteBuffer[2];

    /** Whether what is left in {@link #encoded} is less than a record. Used by the reader. */
    private boolean starved = true;

    /** Whether the peer has sent its close_notify. Used by the reader. */
    private boolean inputEnded;

    /** Thrown by the next read. Used by the reader. */
    private @Nullable IOException failure;

    private final ReentrantLock outputLock = new ReentrantLock();

    /** Says where records end. */
    @GuardedBy("outputLock")
    private final RecordCutter cutter = new RecordCutter();

    /** Records for the socket, from 0 to the position. */
    @GuardedBy("outputLock")
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_LENGTH);

    TlsTransport(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.decoded = emptyFor(engine);
    }

    private static ByteBuffer emptyFor(SSLEngine engine) {
        return ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .limit(0);
    }

    /**
     * Carries out the handshake that makes the connection usable. Blocks.
     *
     * @param selector the channel is registered with it, and nothing else
     * @param deadline until when
     */
    void handshake(Selector selector, Deadline deadline) throws IOException {
        engine.beginHandshake();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            boolean finished = status == HandshakeStatus.NOT_HANDSHAKING;
            boolean acted = !finished && shakeHands(status);
            boolean sent = flush();
            if (inputEnded) {
                throw new SSLException("handshake must not be ended by the peer");
            }
            if (finished && sent) {
                return;
            }
            if (!acted) {
                int interest = sent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
                BlockingStream.await(selector, interest, deadline, "the TLS handshake");
            }
        }
    }

    /** Returns whether that has changed anything. */
    private boolean shakeHands(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_WRAP || status == HandshakeStatus.NEED_TASK) {
            return continueHandshake(status);
        }
        return starved ? receive() : advance(NOTHING);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public boolean hasBufferedInput() {
        return decoded.hasRemaining() || failure != null || inputEnded || (encoded.hasRemaining() && !starved);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (failure != null) {
            throw failure;
        }
        int begin = target.position();
        takeDecoded(target);
        try {
            boolean more = true;
            while (more && !inputEnded && target.hasRemaining()) {
                // The socket is asked only when nothing was at hand: a selector tells of what it has.
                more = starved ? target.position() == begin && receive() : advance(target);
            }
        } catch (IOException e) {
            if (target.position() == begin) {
                throw e;
            }
            failure = e;
        }
        int count = target.position() - begin;
        return count == 0 && inputEnded && target.hasRemaining() ? -1 : count;
    }

    private void takeDecoded(ByteBuffer target) {
        int count = Math.min(decoded.remaining(), target.remaining());
        if (count > 0) {
            int limit = decoded.limit();
            target.put(decoded.limit(decoded.position() + count));
            decoded.limit(limit);
        }
    }

    /**
     * Decrypts one record, or takes a step of a handshake. Nothing may be left decoded.
     *
     * @param target receives what it has room for
     * @return whether that has changed anything
     */
    private boolean advance(ByteBuffer target) throws IOException {
        SSLEngineResult result = unwrap(target);
        boolean acted = continueHandshake(result.getHandshakeStatus()) || result.bytesConsumed() > 0;
        Status status = result.getStatus();
        if (status == Status.BUFFER_OVERFLOW) {
            enlargeDecoded();
        }
        starved = status == Status.BUFFER_UNDERFLOW;
        inputEnded = status == Status.CLOSED;
        return acted || status != Status.OK;
    }

    private void enlargeDecoded() throws SSLException {
        if (decoded.capacity() >= engine.getSession().getApplicationBufferSize()) {
            throw new SSLException("record must not exceed what the engine says: capacity=" + decoded.capacity());
        }
        decoded = emptyFor(engine);
    }

    private SSLEngineResult unwrap(ByteBuffer target) throws SSLException {
        targets[0] = target;
        targets[1] = decoded.clear();
        try {
            return engine.unwrap(encoded, targets);
        } catch (SSLException e) {
            tellPeer(e);
            throw e;
        } finally {
            targets[0] = NOTHING;
            decoded.flip();
        }
    }

    /** Returns whether that has changed anything. */
    private boolean continueHandshake(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.NEED_TASK) {
            boolean acted = false;
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
                acted = true;
            }
            return acted;
        }
        return status == HandshakeStatus.NEED_WRAP && wrapHandshake();
    }

    private boolean wrapHandshake() throws IOException {
        outputLock.lock();
        try {
            boolean acted = false;
            HandshakeStatus status = HandshakeStatus.NEED_WRAP;
            while (status == HandshakeStatus.NEED_WRAP && drain()) {
                SSLEngineResult result = engine.wrap(NOTHING, output);
                status = result.getHandshakeStatus();
                acted |= result.bytesProduced() > 0;
                if (result.bytesProduced() == 0) {
                    break;
                }
            }
            drain();
            return acted;
        } finally {
            outputLock.unlock();
        }
    }

    /** Sends the alert that the engine has for the peer, if it can be sent. */
    private void tellPeer(SSLException reason) {
        try {
            wrapHandshake();
        } catch (IOException e) {
            if (e != reason) {
                reason.addSuppressed(e);
            }
        }
    }

    /** Asks the socket. Returns whether it had anything. */
    private boolean receive() throws IOException {
        encoded.compact();
        int count;
        try {
            if (!encoded.hasRemaining()) {
                throw new SSLException("record must fit the buffer: capacity=" + encoded.capacity());
            }
            count = channel.read(encoded);
        } finally {
            encoded.flip();
        }
        if (count < 0) {
            throw new EOFException("connection must not end without TLS's close_notify");
        }
        starved = count == 0;
        return count > 0;
    }

    @Override
    public long write(ByteBuffer[] sources, int count) throws IOException {
        outputLock.lock();
        try {
            long taken = 0;
            long step = 1;
            while (step > 0 && drain() && hasRemaining(sources, count)) {
                step = wrap(sources, count);
                taken += step;
            }
            return taken;
        } finally {
            outputLock.unlock();
        }
    }

    private static boolean hasRemaining(ByteBuffer[] sources, int count) {
        for (int i = 0; i < count; i++) {
            if (sources[i].hasRemaining()) {
                return true;
            }
        }
        return false;
    }

    /** Encrypts as many records as fit. Returns how many bytes that took, 0 if the engine takes none at the moment. */
    @GuardedBy("outputLock")
    private long wrap(ByteBuffer[] sources, int count) throws IOException {
        long taken = 0;
        boolean more = true;
        while (more) {
            SSLEngineResult result = wrapRecord(sources, count, cutter.next(sources, count));
            taken += result.bytesConsumed();
            cutter.taken(result.bytesConsumed());
            if (result.getStatus() == Status.CLOSED) {
                throw new ClosedChannelException();
            }
            more = result.getStatus() == Status.OK
                    && result.bytesProduced() > 0
                    && (hasRemaining(sources, count) || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        }
        return taken;
    }

    /** Lets the engine see no more than is to go into the next record. */
    @GuardedBy("outputLock")
    private SSLEngineResult wrapRecord(ByteBuffer[] sources, int count, int length) throws SSLException {
        int last = 0;
        int left = length;
        while (last < count - 1 && sources[last].remaining() < left) {
            left -= sources[last].remaining();
            last++;
        }
        ByteBuffer source = sources[last];
        int limit = source.limit();
        source.limit(source.position() + Math.min(left, source.remaining()));
        try {
            return engine.wrap(sources, 0, last + 1, output);
        } finally {
            source.limit(limit);
        }
    }

    @Override
    public boolean flush() throws IOException {
        outputLock.lock();
        try {
            return drain();
        } finally {
            outputLock.unlock();
        }
    }

    /** Returns whether the socket has taken everything. */
    @GuardedBy("outputLock")
    private boolean drain() throws IOException {
        if (output.position() > 0) {
            output.flip();
            try {
                channel.write(output);
            } finally {
                output.compact();
            }
        }
        return output.position() == 0;
    }

    /** Ends the connection, with a close_notify if the socket takes it at once. */
    @Override
    public void close() throws IOException {
        outputLock.lock();
        try {
            if (channel.isOpen()) {
                sayGoodbye();
            }
        } finally {
            outputLock.unlock();
            channel.close();
        }
    }

    @GuardedBy("outputLock")
    private void sayGoodbye() {
        try {
            engine.closeOutbound();
            engine.wrap(NOTHING, output);
            drain();
        } catch (IOException e) {
            LOG.debug("close_notify could not be sent", e);
        }
    }
}
