package io.slabcache.server.net;

import io.netty.buffer.PooledByteBufAllocator;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.stats.ConnectionFigure;
import io.slabcache.server.stats.ConnectionFigures;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of a server: their bound, their clock of whole seconds, and who among them is silent for too long. */
final class Connections implements ConnectionFigures {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final int max;
    private final Duration idleTimeout;
    private final Duration requestTimeout;
    private final String transport;
    private final OutputBudget budget;
    private final Set<ConnectionHandler> handlers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Set before anybody else sees this. */
    private int port;

    /** Rises with each second in which clients were refused answers. For the thread that sweeps. */
    private int haste;

    /** How many connections had been turned away a second ago, and whether that had become more. For the thread that sweeps. */
    private long rejectedBefore;

    private boolean rejecting;

    /** Seconds since the start. Written by the thread that sweeps. */
    private volatile int second;

    Connections(ServerSettings settings, String transport) {
        this.max = settings.maxConnections();
        this.idleTimeout = settings.idleTimeout();
        this.requestTimeout = settings.requestTimeout();
        this.transport = transport;
        this.budget = new OutputBudget(settings.maxTotalOutput());
    }

    void setPort(int first) {
        port = first;
    }

    @Override
    public int port() {
        return port;
    }

    OutputBudget budget() {
        return budget;
    }

    /** Takes a place for a connection; it is given back by {@link #remove}, or {@link #giveBack} if it was never added. */
    boolean tryOpen() {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            rejected.increment();
            return false;
        }
        accepted.increment();
        return true;
    }

    /** Gives back the place of a connection that could not be set up. */
    void giveBack() {
        open.decrementAndGet();
    }

    int nextNumber() {
        return lastNumber.incrementAndGet();
    }

    void add(ConnectionHandler handler) {
        handlers.add(handler);
    }

    void remove(ConnectionHandler handler) {
        if (handlers.remove(handler)) {
            open.decrementAndGet();
        }
    }

    /** Counts a connection that ends by a failure of this server's own. */
    void noteFailure() {
        failed.increment();
    }

    Set<ConnectionHandler> handlers() {
        return handlers;
    }

    int second() {
        return second;
    }

    /** Ends the connections that were silent for too long. Called once a second. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void sweep() {
        int now = second + 1;
        second = now;
        endStalled();
        tellRejections();
        for (ConnectionHandler handler : handlers) {
            Duration limit = handler.owes() ? requestTimeout : idleTimeout;
            // who is not let in takes the place of somebody who would be
            if ((!handler.isExcused() && isOver(limit, handler.lastActiveSecond()))
                    || (!handler.isAdmitted() && isOver(requestTimeout, handler.openedSecond()))) {
                handler.endSilent();
            }
        }
    }

    private boolean isOver(Duration limit, int sinceSecond) {
        // one more, since the second in which it began counts whole
        return !limit.isZero() && second - sinceSecond > limit.toSeconds();
    }

    /**
     * Ends those who do not take their answers, if all that waits is much. As long as others are refused answers for that, it takes ever
     * more not to be among them: who is slow and steady does not hold the memory of all for ever either.
     */
    private void endStalled() {
        boolean pressed = budget.isPressed();
        haste = budget.takeRefusal() ? Math.min(haste + 1, AnswerFlow.MAX_HASTE) : 0;
        int ended = 0;
        for (ConnectionHandler handler : handlers) {
            // asked each second, so that it is known how much was taken since
            if (handler.fallsBehind(haste) && pressed) {
                handler.endStalled();
                ended++;
            }
        }
        if (ended > 0) {
            LOG.warn(
                    "closed connections that take no answers: connections={}, pendingOutput={}, maxTotalOutput={}",
                    ended,
                    budget.pending(),
                    budget.limit());
        }
    }

    /** Says when connections begin to be turned away, and when that has ended. */
    private void tellRejections() {
        long all = rejected.sum();
        boolean grows = all > rejectedBefore;
        if (grows && !rejecting) {
            LOG.warn("connections are turned away, all places are taken: maxConnections={} (--conn-limit)", max);
        } else if (rejecting && !grows) {
            LOG.info("connections are no longer turned away: open={}, turnedAway={}", open.get(), all);
        }
        rejecting = grows;
        rejectedBefore = all;
    }

    @Override
    public int open() {
        return open.get();
    }

    @Override
    public long accepted() {
        return accepted.sum();
    }

    @Override
    public long rejected() {
        return rejected.sum();
    }

    @Override
    public long failed() {
        return failed.sum();
    }

    @Override
    public Iterator<ConnectionFigure> each() {
        Iterator<ConnectionHandler> each = handlers.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public ConnectionFigure next() {
                return describe(each.next());
            }
        };
    }

    private ConnectionFigure describe(ConnectionHandler handler) {
        return new ConnectionFigure(
                handler.number(),
                handler.remoteAddress(),
                handler.localAddress(),
                handler.owes() ? "conn_nread" : "conn_read",
                Math.max(0, second - handler.lastActiveSecond()));
    }

    @Override
    public int limit() {
        return max;
    }

    @Override
    public long bufferBytes() {
        return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    }

    @Override
    public long pendingOutput() {
        return budget.pending();
    }

    @Override
    public String transport() {
        return transport;
    }
}
