package io.slabcache.server.auth;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whose attempt to log in has its turn. For one thread at a time.
 *
 * <p>Attempts wait by the host that they come from, and there by the user that they are for. Hosts have turns one after another, however
 * many attempts each has, and so have the users of one host: who floods the server with attempts waits behind itself. A failed attempt
 * makes those of the same host for the same user pause, over whatever connection they come, so guessing is slow.
 *
 * <p>There are as many attempts as connections at most: each has one, and takes it back when it ends.
 */
final class LoginTurns {
    /** How long attempts pause after one that failed. */
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(AccessRules.FAILURE_DELAY_MILLIS);

    /**
     * How many attempts in a pause may succeed at once where others wait: users with the right password share their host, now and then,
     * with somebody who has a wrong one. So many guesses are made in a pause, too.
     */
    static final int LOOKS_IN_A_PAUSE = 8;

    /** The attempts from one host. */
    private static final class Host {
        final String name;
        final Map<String, Lane> lanes = new HashMap<>();

        /** Whose attempts can be judged, in the order of their turns. */
        final Queue<Lane> ready = new ArrayDeque<>();

        Host(String name) {
            this.name = name;
        }
    }

    /** The attempts from one host for one user. */
    private static final class Lane {
        final Host host;
        final String user;
        final Set<Attempt> attempts = new LinkedHashSet<>();

        /** Whether the lane stands in its host's queue. */
        boolean isReady;

        /** Whether an attempt is being judged. */
        boolean isJudging;

        boolean isPaused;
        long pauseEndNanos;
        int looks;

        Lane(Host host, String user) {
            this.host = host;
            this.user = user;
        }
    }

    /** An attempt that waits. */
    static final class Attempt {
        private final Lane lane;
        private final Runnable work;

        private Attempt(Lane lane, Runnable work) {
            this.lane = lane;
            this.work = work;
        }

        /** Returns what judges it. */
        Runnable work() {
            return work;
        }
    }

    private final Map<String, Host> hosts = new HashMap<>();

    /** Hosts with lanes that are ready, in the order of their turns. */
    private final Queue<Host> turns = new ArrayDeque<>();

    /** In the order in which the pauses end. */
    private final Queue<Lane> paused = new ArrayDeque<>();

    private int waiting;

    /** Adds an attempt. */
    Attempt add(String host, String user, Runnable work) {
        Lane lane = lane(host, user);
        Attempt attempt = new Attempt(lane, work);
        lane.attempts.add(attempt);
        waiting++;
        makeReady(lane);
        return attempt;
    }

    /** Takes an attempt back, unless it has had its turn. */
    void remove(Attempt attempt) {
        if (attempt.lane.attempts.remove(attempt)) {
            waiting--;
            forgetIfIdle(attempt.lane);
        }
    }

    /** Returns the attempt whose turn it is, which is then to be {@link #end ended}; null if none can be judged now. */
    @Nullable
    Attempt next(long nowNanos) {
        endPauses(nowNanos);
        for (Host host = turns.poll(); host != null; host = turns.poll()) {
            Lane lane = host.ready.remove();
            lane.isReady = false;
            if (!host.ready.isEmpty()) {
                turns.add(host);
            }
            Iterator<Attempt> attempts = lane.attempts.iterator();
            if (attempts.hasNext()) {
                Attempt attempt = attempts.next();
                attempts.remove();
                waiting--;
                lane.isJudging = true;
                return attempt;
            }
            forgetIfIdle(lane);
        }
        return null;
    }

    /** Takes note that an attempt was judged. */
    void end(Attempt attempt) {
        attempt.lane.isJudging = false;
        if (!attempt.lane.isPaused) {
            attempt.lane.looks = 0;
        }
        makeReady(attempt.lane);
        forgetIfIdle(attempt.lane);
    }

    /** Takes note that an attempt has failed. */
    void fail(String host, String user, long nowNanos) {
        Lane lane = lane(host, user);
        if (!lane.isPaused) {
            lane.isPaused = true;
            lane.pauseEndNanos = nowNanos + PAUSE_NANOS;
            paused.add(lane);
        }
    }

    /**
     * Tells whether an attempt may be looked at before its turn, and succeed, if that is quick: nobody waits and nobody has failed of late,
     * or only few have asked this.
     */
    boolean mayLook(String host, String user, long nowNanos) {
        endPauses(nowNanos);
        Host known = hosts.get(host);
        Lane lane = known == null ? null : known.lanes.get(user);
        return lane == null || ++lane.looks <= LOOKS_IN_A_PAUSE;
    }

    /** Tells whether any attempt waits. */
    boolean isAnyWaiting() {
        return waiting > 0;
    }

    /** Returns how long it takes until an attempt can be judged that cannot be now; negative if that is not known. */
    long nanosToNext(long nowNanos) {
        Lane lane = paused.peek();
        return lane == null ? -1 : Math.max(0, lane.pauseEndNanos - nowNanos);
    }

    /** Returns how many lanes are remembered, for tests. */
    int lanes() {
        return hosts.values().stream().mapToInt(host -> host.lanes.size()).sum();
    }

    private Lane lane(String host, String user) {
        Host known = hosts.computeIfAbsent(host, Host::new);
        return known.lanes.computeIfAbsent(user, name -> new Lane(known, name));
    }

    private void endPauses(long nowNanos) {
        for (Lane lane = paused.peek(); lane != null && lane.pauseEndNanos - nowNanos <= 0; lane = paused.peek()) {
            paused.remove();
            lane.isPaused = false;
            lane.looks = 0;
            makeReady(lane);
            forgetIfIdle(lane);
        }
    }

    private void makeReady(Lane lane) {
        if (lane.isReady || lane.isPaused || lane.isJudging || lane.attempts.isEmpty()) {
            return;
        }
        lane.isReady = true;
        if (lane.host.ready.isEmpty()) {
            turns.add(lane.host);
        }
        lane.host.ready.add(lane);
    }

    private void forgetIfIdle(Lane lane) {
        if (!lane.isReady && !lane.isPaused && !lane.isJudging && lane.attempts.isEmpty()) {
            lane.host.lanes.remove(lane.user);
            if (lane.host.lanes.isEmpty()) {
                hosts.remove(lane.host.name);
            }
        }
    }
}
