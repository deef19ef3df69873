package io.slabcache.client.connection;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An established connection to a node, on which the requests of all threads follow each other. */
final class Connection {
    /* Implementation notes

    Leadership. One thread at a time waits for input and deals with it, for everybody: a caller that waits for an answer
    of its own, or the I/O thread. A caller leads until its own request has ended; before it returns it makes another
    waiting caller the leader, or lets the I/O thread know if only requests are left for which nobody may lead
    (asynchronous ones, those of virtual threads, abandoned ones). Nobody leads while nothing is in flight.
    Where many callers wait, each would lead for a moment only, and until the next one has woken up nobody reads: such a
    crowd is left to the I/O thread, which leads until it has thinned out. The I/O thread leads for one crowd at a time, so
    that it does not hold up many busy nodes; the callers of other connections go on leading themselves. Before it runs
    users' code, which may block it, it gives the crowd back. A caller of a crowd gives way for a moment before it parks.
    No request is left alone: whoever appends one tries to lead afterwards, and whoever gives leadership up looks
    afterwards whether there is a request; one of the two sees the other.

    Output. Whoever has appended flushes, with one exception: if the leader is awake and others are waiting anyway, it
    flushes before it waits for input. It looks for output after it has announced that it will wait, and who appends looks
    at the announcement after the append; one of the two sees the other.

    The end. Whoever finds a fault closes the connection: no more appends (under the append lock), the channel, the
    selectors woken. Failing what is in flight is for the leader, or for the closing thread if nobody leads.

    Interruption. A selector does not wait for an interrupted thread, and reading and writing a non-blocking channel take
    no notice of interruption, so an interrupted leader just hands leadership on. */

    static final int APPENDED = 0;
    static final int CLOSED = 1;
    static final int FULL = 2;

    /** From how many requests in flight on output is left to a leader that is awake. */
    private static final int CROWD = 3;

    /** From how many requests in flight on a caller leaves them to the I/O thread and gives way before it parks. */
    private static final int LARGE_CROWD = 4;

    /** So often in a row the I/O thread has to find no crowd before it lets callers lead again. */
    private static final int ROUNDS_WITHOUT_CROWD = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Transport transport;
    private final Selector selector;
    private final SelectionKey key;
    private final IoThread io;
    private final Consumer<Connection> onClose;
    private final long tokenMask;
    private final long maxItemSize;
    private final long maxBufferedBytes;

    private final ReentrantLock appendLock = new ReentrantLock();
    private final OutputQueue output = new OutputQueue(appendLock);
    private final InFlight inFlight;
    private final Leadership leadership = new Leadership();
    private final NodeCounters counters = new NodeCounters();
    private final EndedRequests ended = new EndedRequests();
    private final SharedProcessor processor = new SharedProcessor();
    private final ResponseReader reader;

    /** Guarded by the append lock. */
    private int nextOpaque;

    /** Requests that nobody may lead for and that were appended. Written under the append lock. */
    private volatile long followers;

    /** Written under the append lock, once. */
    private volatile boolean closed;

    /** Whether it is about to be closed and takes no more requests. Guarded by the append lock. */
    private boolean retired;

    /** Why the connection has ended. Written before {@link #closed}. */
    private volatile @Nullable Throwable closeCause;

    /** When something was appended last, by {@link System#nanoTime}. Written under the append lock. */
    private volatile long lastUse;

    /** The registration with the I/O thread's selector. Used by the I/O thread alone. */
    private @Nullable SelectionKey ioKey;

    /**
     * Whether the I/O thread leads. Used by the I/O thread alone: {@link #leadership} still tells of it when a caller that it
     * promoted has not woken up yet.
     */
    private boolean ioLeads;

    /** For how many more rounds without a crowd the I/O thread leads for callers. Used by the I/O thread alone. */
    private int crowdRounds;

    /** Whether the I/O thread's selector watches for input. Written by the I/O thread. */
    private volatile boolean watched;

    /** Whether the I/O thread was told to have a look and has not begun to. Guarded by {@link IoThread}. */
    final AtomicBoolean signalled = new AtomicBoolean();

    Connection(Connector.Connected connected, Limits limits, long tokenMask, IoThread io, Consumer<Connection> onClose)
            throws IOException {
        this.transport = connected.transport();
        this.maxItemSize = connected.maxItemSize();
        this.maxBufferedBytes = limits.maxBufferedBytes();
        this.tokenMask = tokenMask;
        this.io = io;
        this.onClose = onClose;
        this.lastUse = System.nanoTime();
        this.inFlight = new InFlight(limits.maxInFlight());
        this.reader = new ResponseReader(transport, inFlight, counters, ended, limits.maxValueLength(), tokenMask);
        this.selector = transport.channel().provider().openSelector();
        try {
            this.key = transport.channel().register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    /** What one connection may hold. */
    record Limits(int maxInFlight, long maxBufferedBytes, int maxValueLength) {}

    /**
     * Puts a prepared request behind those before. Somebody has to {@link #await} or {@link #submitted} it then.
     *
     * @return {@link #APPENDED}; {@link #CLOSED} or {@link #FULL} if the request was not taken
     */
    int append(Request request) {
        try {
            return appendLocked(request);
        } catch (RuntimeException | Error e) {
            // For want of memory, say. Part of a frame may lie there, behind which nothing could be understood.
            close(e);
            throw e;
        }
    }

    private int appendLocked(Request request) {
        long length = request.encodedLength();
        long now = System.nanoTime();
        boolean encoding = false;
        appendLock.lock();
        try {
            if (closed || retired) {
                return CLOSED;
            }
            long appended = output.appended();
            long pending = appended - output.written();
            if (inFlight.isFull() || (pending > 0 && pending + length > maxBufferedBytes)) {
                return FULL;
            }
            int opaque = nextOpaque;
            request.firstOpaque = opaque;
            request.outputOffset = appended;
            request.appendedAt = now;
            encoding = true;
            request.encode(output, opaque, tokenMask);
            encoding = false;
            nextOpaque = opaque + request.opaqueCount();
            if (!request.mayLead) {
                long before = followers;
                followers = before + 1;
            }
            counters.requests++;
            lastUse = now;
            inFlight.add(request);
            output.count(length);
            return APPENDED;
        } finally {
            if (encoding) {
                // Nothing may come behind a part of a frame, not even before the connection is closed.
                retired = true;
            }
            appendLock.unlock();
        }
    }

    /**
     * Waits until a request that the calling thread has appended has ended, leading if nobody else does. A request whose
     * deadline passes or whose waiter is interrupted becomes {@link Request#ABANDONED}.
     */
    void await(Request request) {
        try {
            if (!request.mayLead) {
                submitted(request);
            } else if (leadership.tryTake(Leadership.CALLER)) {
                lead(request, request.deadline);
            } else {
                flushUnlessLeaderWill();
            }
            awaitEnd(request);
        } catch (Error e) {
            leave(request, e);
            throw e;
        }
    }

    /** Ends the connection for a caller that goes without waiting for its request: nobody may count on it to lead. */
    private void leave(Request request, Error cause) {
        close(cause);
        if (!request.abandon() && request.state() == Request.LEAD) {
            handOn(Leadership.CALLER);
        }
    }

    private void awaitEnd(Request request) {
        boolean mayGiveWay = request.mayLead;
        while (true) {
            int state = request.state();
            if (state == Request.LEAD
                    || (state == Request.WAITING && request.mayLead && leadership.tryTake(Leadership.CALLER))) {
                lead(request, request.deadline);
                continue;
            }
            if (state != Request.WAITING) {
                return;
            }
            long remaining = request.deadline - System.nanoTime();
            if (remaining <= 0 || Thread.currentThread().isInterrupted()) {
                request.abandon();
            } else if (mayGiveWay && inFlight.size() >= LARGE_CROWD) {
                mayGiveWay = false;
                processor.giveWay(request);
            } else {
                LockSupport.parkNanos(this, remaining);
            }
        }
    }

    /**
     * Sends an appended {@link Request#PENDING} request and, if nobody else leads, leads until it has ended or some time has
     * passed.
     */
    void attendBriefly(Request request, long until) {
        if (request.mayLead && leadership.tryTake(Leadership.CALLER)) {
            request.attend();
            lead(request, until);
        }
    }

    /** Waits until a {@link Request#PENDING} request has ended, as {@link #await}. */
    void attend(Request request) {
        request.attend();
        try {
            awaitEnd(request);
        } catch (Error e) {
            leave(request, e);
            throw e;
        }
    }

    /** Has the answers to {@link Request#PENDING} requests read while whoever will wait for them is busy elsewhere. */
    void serveMeanwhile() {
        io.signal(this);
    }

    /** Sends what was appended, unless a leader will. */
    void push(Request request) {
        if (request.mayLead) {
            flushUnlessLeaderWill();
        } else {
            submitted(request);
        }
    }

    /** Sees to it that an appended request that nobody leads for is sent and its answer read. */
    void submitted(Request request) {
        if (request.completion != null) {
            io.asyncBegun(request.appendedAt);
        }
        VarHandle.fullFence();
        if (leadership.isWithAwakeCaller()) {
            return;
        }
        if (inFlight.size() > 1) {
            // More may come before the I/O thread has woken up: they go out together. One write each costs most of all.
            io.signal(this);
            return;
        }
        boolean free = leadership.isFree();
        flush();
        if (free && (!watched || output.isBlocked())) {
            io.signal(this);
        }
    }

    private void flushUnlessLeaderWill() {
        VarHandle.fullFence();
        if (inFlight.size() >= CROWD) {
            if (leadership.isWithAwakeCaller()) {
                return;
            }
            if (leadership.holder() == Leadership.IO_THREAD && !io.isAsleep()) {
                io.signal(this);
                return;
            }
        }
        flush();
    }

    /** Sends what there is; the leader takes care of what the socket does not take. */
    private void flush() {
        if (output.isBlocked()) {
            return;
        }
        try {
            if (!output.flush(transport)) {
                selector.wakeup();
                io.signal(this);
            }
        } catch (IOException | RuntimeException e) {
            close(e);
        } catch (Error e) {
            close(e);
            throw e;
        }
    }

    /**
     * Deals with input until the caller's own request has ended or some time has passed. A request whose deadline has passed
     * or whose waiter is interrupted is abandoned. Ends leadership.
     */
    private void lead(Request own, long until) {
        leadership.set(Leadership.CALLER);
        try {
            while (!closed) {
                output.flush(transport);
                if (own.isEnded()) {
                    break;
                }
                long remaining = until - System.nanoTime();
                boolean interrupted = Thread.currentThread().isInterrupted();
                if (remaining <= 0 && until == own.deadline && !interrupted) {
                    // The caller may come late. An answer that lies there was in time.
                    reader.read();
                    if (own.isEnded()) {
                        break;
                    }
                }
                if (interrupted || (remaining <= 0 && until == own.deadline)) {
                    own.abandonAsLeader();
                    break;
                }
                if (remaining <= 0) {
                    own.leaveForLater();
                    break;
                }
                waitForInput(remaining);
                reader.read();
                if (!own.isEnded()) {
                    // The others' answers must not wait for the leader's own.
                    ended.tell(io);
                }
            }
        } catch (IOException | RuntimeException e) {
            close(e);
        } catch (Error e) {
            close(e);
            handOn(Leadership.CALLER);
            throw e;
        }
        handOn(Leadership.CALLER);
    }

    private void waitForInput(long nanos) throws IOException {
        int operations = operations();
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
        leadership.setWaiting(true);
        if ((!output.isPending() || output.isBlocked()) && !closed) {
            selector.select(Connection::ignore, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        }
        leadership.setWaiting(false);
    }

    /** Returns what to wait for: an answer may come before its request is written, which leaves output behind. */
    private int operations() {
        return output.isBlocked() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    private static void ignore(SelectionKey ready) {
        // What is ready shows in reading and writing.
    }

    /**
     * Gives leadership to a waiting caller; or to the I/O thread if there is a crowd, or only requests are in flight that
     * nobody waits for; or to nobody if nothing is in flight.
     *
     * @return whether the calling thread still leads, which only the I/O thread does
     */
    private boolean handOn(int who) {
        while (true) {
            if (closed) {
                end();
            }
            // Before somebody else leads, who uses the same list.
            ended.tell(io);
            if (!inFlight.isEmpty()) {
                boolean leftToIoThread =
                        who == Leadership.CALLER && callersInFlight() >= LARGE_CROWD && io.takeCrowd(this);
                if (!leftToIoThread && Leadership.promote(inFlight)) {
                    return false;
                }
                if (who == Leadership.IO_THREAD) {
                    return true;
                }
                leadership.set(Leadership.NOBODY);
                io.signal(this);
                // Whoever has closed it meanwhile counts on the leader, and the I/O thread may have ended or be held
                // up.
                boolean inVain = closed || (leftToIoThread && io.isTelling());
                if (!inVain || !leadership.tryTake(who)) {
                    return false;
                }
            } else {
                leadership.set(Leadership.NOBODY);
                boolean left = !inFlight.isEmpty() || (closed && selector.isOpen());
                if (!left || !leadership.tryTake(who)) {
                    return false;
                }
            }
        }
    }

    /** Returns how many requests are in flight for which somebody waits who may lead. For the leader. */
    private int callersInFlight() {
        return inFlight.size() - (int) (followers - reader.followersEnded());
    }

    /** Fails what is in flight and gives the selector back. Called by the leader of a closed connection. */
    private void end() {
        reader.fail(causeOfEnd(), output.handedOut());
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("selector could not be closed", e);
        }
    }

    private Throwable causeOfEnd() {
        Throwable cause = closeCause;
        return cause == null ? new IOException("connection was closed") : cause;
    }

    /** Begins to serve the connection on the I/O thread. */
    void register(Selector ioSelector) throws IOException {
        ioKey = transport.channel().register(ioSelector, SelectionKey.OP_READ, this);
        watched = true;
        // Signals that came before could not be followed.
        serve(false);
    }

    /** Flushes, and leads as long as there are requests that nobody else leads for. On the I/O thread. */
    void serve(boolean readable) {
        if (closed) {
            io.leaveCrowd(this);
            // Also before it is registered, which it never will be.
            if (ioLeads || leadership.tryTake(Leadership.IO_THREAD)) {
                letCallersLead();
            }
            return;
        }
        SelectionKey registration = ioKey;
        if (registration == null) {
            return;
        }
        if (!ioLeads && !leadership.tryTake(Leadership.IO_THREAD)) {
            io.leaveCrowd(this);
            watch(registration, 0);
            flush();
            return;
        }
        ioLeads = true;
        try {
            if (!closed) {
                if (readable) {
                    reader.read();
                }
                output.flush(transport);
            }
        } catch (IOException | RuntimeException e) {
            close(e);
        }
        boolean crowded = isCrowded(readable);
        if (!crowded) {
            io.leaveCrowd(this);
        }
        if (closed || (followers == reader.followersEnded() && !crowded)) {
            letCallersLead();
        } else {
            ended.tell(io);
        }
        if (!closed) {
            watch(registration, operations());
        }
    }

    /** Tells whether the I/O thread is to go on leading for callers. On the I/O thread, before it tells of what has ended. */
    private boolean isCrowded(boolean readable) {
        if (!io.hasCrowd(this)) {
            crowdRounds = 0;
            return false;
        }
        if (Math.max(callersInFlight(), ended.waiterCount()) >= CROWD) {
            crowdRounds = ROUNDS_WITHOUT_CROWD;
        } else if (readable) {
            crowdRounds--;
        }
        return crowdRounds > 0;
    }

    /** Gives the crowd back to its callers, because the I/O thread has something else to do. On the I/O thread. */
    void yieldCrowd() {
        if (ioLeads || leadership.tryTake(Leadership.IO_THREAD)) {
            ioLeads = true;
            if (followers == reader.followersEnded()) {
                letCallersLead();
                return;
            }
        }
        crowdRounds = 0;
        io.leaveCrowd(this);
    }

    private void letCallersLead() {
        crowdRounds = 0;
        ioLeads = handOn(Leadership.IO_THREAD);
        io.leaveCrowd(this);
    }

    private void watch(SelectionKey registration, int operations) {
        try {
            if (registration.interestOps() != operations) {
                watched = operations != 0;
                registration.interestOps(operations);
                if (operations == 0) {
                    VarHandle.fullFence();
                    if (!inFlight.isEmpty() && leadership.isFree()) {
                        io.signal(this);
                    }
                }
            }
        } catch (CancelledKeyException e) {
            close(e);
        }
    }

    /**
     * Watches the connection while nobody uses it, to learn of its end before a request does. Callers that lead have the
     * watch end again. On the I/O thread.
     */
    void watchWhileIdle() {
        if (ioLeads && crowdRounds > 0 && inFlight.isEmpty()) {
            letCallersLead();
        }
        SelectionKey registration = ioKey;
        if (registration != null && !watched && inFlight.isEmpty() && leadership.isFree()) {
            watch(registration, operations());
        }
    }

    /** Abandons asynchronous requests whose deadline has passed. On the I/O thread. */
    void endOverdue(long now) {
        int size = followers == reader.followersEnded() ? 0 : inFlight.size();
        for (int i = 0; i < size; i++) {
            Request request = inFlight.fromNewest(i);
            if (request != null && request.completion != null && now - request.deadline >= 0 && request.abandon()) {
                io.completed(request);
            }
        }
    }

    /** Ends the connection if its oldest request has waited for too long. On the I/O thread. */
    void checkStall(long now, long stallTimeout) {
        if (io.isAfterPause(now)) {
            // The answer may be there, and whoever leads has not had the time to see it.
            return;
        }
        Request oldest = inFlight.oldest();
        // The time was taken first: a request that is used again meanwhile looks younger than it was, never older.
        if (oldest != null && now - oldest.appendedAt > stallTimeout) {
            close(new IOException("node must answer before the connection has stalled: stallTimeoutMillis="
                    + TimeUnit.NANOSECONDS.toMillis(stallTimeout)));
        }
    }

    /**
     * Takes no more requests if there are none.
     *
     * @return false if something is in flight
     */
    boolean retire() {
        appendLock.lock();
        try {
            if (!inFlight.isEmpty()) {
                return false;
            }
            retired = true;
            return true;
        } finally {
            appendLock.unlock();
        }
    }

    /** Ends the connection for a reason. What is in flight fails. */
    void close(Throwable cause) {
        appendLock.lock();
        try {
            if (closed) {
                return;
            }
            closeCause = cause;
            output.stop();
            closed = true;
        } finally {
            appendLock.unlock();
        }
        try {
            transport.close();
        } catch (IOException e) {
            LOG.debug("channel could not be closed", e);
        }
        selector.wakeup();
        onClose.accept(this);
        if (leadership.tryTake(Leadership.CALLER)) {
            handOn(Leadership.CALLER);
        } else {
            // If the I/O thread leads: a closed channel wakes no selector.
            io.signal(this);
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Nullable
    Throwable closeCause() {
        return closeCause;
    }

    InFlight inFlight() {
        return inFlight;
    }

    NodeCounters counters() {
        return counters;
    }

    /**
     * Tells whether an appended request that nobody waits for any more may have reached the node or may still do so: as long
     * as the connection is open, what was appended is sent.
     */
    boolean mayReachNode(Request request) {
        return !closed || request.outputOffset < output.handedOut();
    }

    long bytesWritten() {
        return output.written();
    }

    long lastUse() {
        return lastUse;
    }

    long maxItemSize() {
        return maxItemSize;
    }
}
