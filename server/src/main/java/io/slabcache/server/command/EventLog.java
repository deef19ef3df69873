package io.slabcache.server.command;

import io.slabcache.server.stats.WatchFigures;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens to items, told to the clients that watch, in memcached's lines. Costs one read of a field while nobody does. Safe for use by
 * any number of threads.
 *
 * <p>A client that does not take its lines in time loses some of them, which is counted and told to it: nobody else waits for it.
 */
final class EventLog implements RemovalListener {
    private static final long MILLIS_PER_SECOND = 1000;

    private final StoreClock clock;
    private final WatchFigures figures = new WatchFigures();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicLong lastNumber = new AtomicLong();

    /** The bits of the events that somebody watches. Written under this object's lock, read without. */
    private volatile int watched;

    EventLog(StoreClock clock) {
        this.clock = clock;
    }

    WatchFigures figures() {
        return figures;
    }

    boolean isWatched(Event event) {
        return (watched & event.bit()) != 0;
    }

    /** Lets a client watch. */
    LongAnswer watch(Set<Event> events, Peer peer) {
        int bits = 0;
        for (Event event : events) {
            bits |= event.bit();
        }
        Watch watch = new Watch(bits, peer);
        synchronized (this) {
            watches.add(watch);
            updateWatched();
        }
        return watch;
    }

    private synchronized void end(Watch watch) {
        watches.remove(watch);
        updateWatched();
    }

    private void updateWatched() {
        int bits = 0;
        for (Watch watch : watches) {
            bits |= watch.bits;
        }
        watched = bits;
        figures.setWatchers(watches.size());
    }

    /** Tells of a read, if somebody watches reads. */
    void fetched(byte[] key, int keyLength, boolean found, int valueLength, int connection) {
        if (isWatched(Event.FETCHERS)) {
            tell(
                    Event.FETCHERS,
                    "item_get",
                    key,
                    keyLength,
                    "status=" + (found ? "found" : "not_found") + " clsid=0 cfd=" + connection + " size="
                            + (found ? valueLength : 0));
        }
    }

    /** Tells of a write, if somebody watches writes. */
    void stored(
            byte[] key,
            int keyLength,
            StoreOutcome outcome,
            WriteMode mode,
            boolean asksToken,
            long expiryMillis,
            int valueLength,
            int connection) {
        if (isWatched(Event.MUTATIONS)) {
            String command =
                    asksToken && !mode.isConcatenation() ? "cas" : mode.name().toLowerCase(Locale.ROOT);
            tell(
                    Event.MUTATIONS,
                    "item_store",
                    key,
                    keyLength,
                    "status=" + status(outcome, asksToken) + " cmd=" + command + " ttl=" + timeLeft(expiryMillis)
                            + " clsid=0 cfd=" + connection + " size=" + valueLength);
        }
    }

    private static String status(StoreOutcome outcome, boolean asksToken) {
        return switch (outcome) {
            case DONE -> "stored";
            case EXISTS -> asksToken ? "exists" : "not_stored";
            case NOT_FOUND -> asksToken ? "not_found" : "not_stored";
            case TOO_LARGE -> "too_large";
            default -> "no_memory";
        };
    }

    /** Tells of a deletion, if somebody watches deletions. */
    void deleted(byte[] key, int keyLength, String command, int connection) {
        if (isWatched(Event.DELETIONS)) {
            tell(Event.DELETIONS, "deleted", key, keyLength, "cmd=" + command + " clsid=0 cfd=" + connection);
        }
    }

    @Override
    public boolean isInterestedIn(RemovalCause cause) {
        return isWatched(Event.EVICTIONS);
    }

    /** Of a value the length is told. */
    @Override
    public boolean wantsValues() {
        return false;
    }

    @Override
    public void onRemoval(byte[] key, StoreItem item, RemovalCause cause) {
        long age = Math.max(0, clock.millis() - SlabStore.writtenMillis(item.casToken())) / MILLIS_PER_SECOND;
        long timeLeft = item.expiryMillis() == SlabStore.NO_EXPIRY ? -1 : timeLeft(item.expiryMillis());
        tell(
                Event.EVICTIONS,
                "eviction",
                key,
                key.length,
                "fetch=" + (item.wasHit() ? "yes" : "no") + " ttl=" + timeLeft + " la=" + age + " clsid=0 size="
                        + item.valueLength());
    }

    private long timeLeft(long expiryMillis) {
        return expiryMillis == SlabStore.NO_EXPIRY
                ? 0
                : Math.max(0, -Math.floorDiv(clock.millis() - expiryMillis, MILLIS_PER_SECOND));
    }

    private void tell(Event event, String type, byte[] key, int keyLength, String rest) {
        long now = clock.millis();
        String begin = String.format(
                Locale.ROOT,
                "ts=%d.%06d gid=%d type=%s key=",
                now / MILLIS_PER_SECOND,
                now % MILLIS_PER_SECOND * MILLIS_PER_SECOND,
                lastNumber.incrementAndGet(),
                type);
        byte[] end = (" " + rest + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] room = new byte[begin.length() + KeyDump.MAX_ESCAPED_LENGTH * keyLength + end.length];
        ByteBuffer line = ByteBuffer.wrap(room).put(begin.getBytes(StandardCharsets.US_ASCII));
        KeyDump.putEscaped(line, key, keyLength);
        line.put(end);
        byte[] bytes = Arrays.copyOf(room, line.position());
        for (Watch watch : watches) {
            if ((watch.bits & event.bit()) != 0) {
                watch.offer(bytes);
            }
        }
    }

    /** One client's watch. Lines come from any thread and are taken by the connection's. */
    private final class Watch implements LongAnswer {
        /** So many bytes may wait for one client before lines are dropped. */
        private static final int MAX_WAITING = 256 << 10;

        private final int bits;
        private final Peer peer;

        /** Guarded by itself, as are the two fields below. */
        private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

        private int waitingBytes;
        private long skipped;

        Watch(int bits, Peer peer) {
            this.bits = bits;
            this.peer = peer;
        }

        void offer(byte[] line) {
            boolean first;
            synchronized (waiting) {
                if (waitingBytes + line.length > MAX_WAITING) {
                    skipped++;
                    figures.skipped();
                    return;
                }
                first = waiting.isEmpty();
                waiting.add(line);
                waitingBytes += line.length;
            }
            if (first) {
                peer.wake();
            }
        }

        @Override
        public Progress proceed(ByteBuffer in, Output out) {
            // a client that watches has nothing more to say
            in.position(in.limit());
            while (true) {
                if (out.isFull()) {
                    return Progress.BLOCKED;
                }
                byte[] line;
                synchronized (waiting) {
                    line = next();
                }
                if (line.length == 0) {
                    return Progress.MORE;
                }
                figures.sent();
                out.room(line.length).put(line);
            }
        }

        /** Returns the next line, or nothing if there is none. */
        private byte[] next() {
            if (skipped > 0) {
                byte[] line = ("[skipped: " + skipped + "]\n").getBytes(StandardCharsets.US_ASCII);
                skipped = 0;
                return line;
            }
            byte[] line = waiting.poll();
            if (line == null) {
                return new byte[0];
            }
            waitingBytes -= line.length;
            return line;
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public boolean isEndless() {
            return true;
        }

        @Override
        public void close() {
            end(this);
        }
    }
}
