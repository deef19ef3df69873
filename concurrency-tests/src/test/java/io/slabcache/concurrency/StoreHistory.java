package io.slabcache.concurrency;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.StoreOutcome;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides whether what several threads saw of a store can be explained by steps that were taken one after another. */
final class StoreHistory {
    /*
     * A linearizability check with a specification that may choose
     * ------------------------------------------------------------
     * A store may evict whatever it likes, so an answer does not follow from the answers before it. But it tells of each
     * item that it removes on its own account, on the thread that removed it and before that thread's operation returns.
     * So an operation is not one step but several, in any order, all of them between its call and its return:
     *
     * - its effect, which must agree with what the caller saw;
     * - for each removal it was told of, the removal: that very value must be there, and is not afterwards;
     * - for operations that go by the time, a look at the clock, before the effect: an item may expire between the two;
     * - a clear has one effect for each stripe, since it marks one stripe after another.
     *
     * A value that vanishes untold, is told of and still read, is told of twice, comes back, is lost, torn or read after
     * its time leaves no order of these steps, and the search fails. Every write writes a value of its own.
     */

    private static final int FIELDS = 4;
    private static final int POSITION = 0;
    private static final int TOLD = 1;
    private static final int EFFECT = 2;
    private static final int CLOCK = 3;

    private final int keys;
    private final int[] initialValues;
    private final int[] stripes;
    private final int allStripes;

    /**
     * Describes the store that is used.
     *
     * @param initialValues the value of each key at the start, 0 for none; none of them expires
     * @param stripes the stripe of each key
     * @param stripeCount how many stripes there are
     */
    StoreHistory(int[] initialValues, int[] stripes, int stripeCount) {
        this.keys = initialValues.length;
        this.initialValues = initialValues.clone();
        this.stripes = stripes.clone();
        this.allStripes = (1 << stripeCount) - 1;
    }

    /**
     * Looks for an order of steps.
     *
     * @param acts what each thread did
     * @param before for each act how many acts of each thread were over when it began
     * @return whether there is one
     */
    boolean isLegal(List<List<Act>> acts, List<List<int[]>> before) {
        int[] state = Arrays.copyOf(initialValues, 2 * keys + 1 + acts.size() * FIELDS);
        return new Search(acts, before).leadsToTheEnd(state);
    }

    /** One search; a state is values, expiry times, the time, and how far each thread is. */
    private final class Search {
        private final List<List<Act>> acts;
        private final List<List<int[]>> before;
        private final Set<IntBuffer> visited = new HashSet<>();

        Search(List<List<Act>> acts, List<List<int[]>> before) {
            this.acts = acts;
            this.before = before;
        }

        private int field(int thread, int field) {
            return 2 * keys + 1 + thread * FIELDS + field;
        }

        private int time(int[] state) {
            return state[2 * keys];
        }

        boolean leadsToTheEnd(int[] state) {
            if (!visited.add(IntBuffer.wrap(state))) {
                return false;
            }
            boolean ended = true;
            for (int thread = 0; thread < acts.size(); thread++) {
                int position = state[field(thread, POSITION)];
                if (position < acts.get(thread).size()) {
                    ended = false;
                    if (mayBegin(state, before.get(thread).get(position))
                            && step(state, thread, acts.get(thread).get(position))) {
                        return true;
                    }
                }
            }
            return ended;
        }

        private boolean mayBegin(int[] state, int[] over) {
            for (int thread = 0; thread < over.length; thread++) {
                if (state[field(thread, POSITION)] < over[thread]) {
                    return false;
                }
            }
            return true;
        }

        /** Tries each step that a thread could take next. */
        private boolean step(int[] state, int thread, Act act) {
            for (int i = 0; i < act.told().size(); i++) {
                int bit = 1 << i;
                if ((state[field(thread, TOLD)] & bit) == 0) {
                    int[] next = state.clone();
                    next[field(thread, TOLD)] |= bit;
                    if (remove(next, act.told().get(i)) && leadsToTheEnd(advance(next, thread, act))) {
                        return true;
                    }
                }
            }
            if (act.kind() == Act.Kind.CLEAR) {
                return clear(state, thread, act);
            }
            if (state[field(thread, EFFECT)] != 0) {
                return false;
            }
            int[] next = state.clone();
            int clock = field(thread, CLOCK);
            if (state[clock] == 0) {
                // one more than the time, so that 0 stands for a clock not yet read
                next[clock] = time(state) + 1;
                return leadsToTheEnd(next);
            }
            next[field(thread, EFFECT)] = allStripes;
            return apply(next, act, state[clock] - 1) && leadsToTheEnd(advance(next, thread, act));
        }

        private boolean clear(int[] state, int thread, Act act) {
            for (int stripe = 1; stripe <= allStripes; stripe <<= 1) {
                if ((state[field(thread, EFFECT)] & stripe) == 0) {
                    int[] next = state.clone();
                    next[field(thread, EFFECT)] |= stripe;
                    for (int key = 0; key < keys; key++) {
                        if (1 << stripes[key] == stripe) {
                            put(next, key, 0, 0);
                        }
                    }
                    if (leadsToTheEnd(advance(next, thread, act))) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Goes on to the thread's next act if this one has taken all its steps. */
        private int[] advance(int[] state, int thread, Act act) {
            boolean over = state[field(thread, EFFECT)] == allStripes
                    && state[field(thread, TOLD)] == (1 << act.told().size()) - 1;
            if (over) {
                state[field(thread, POSITION)]++;
                state[field(thread, TOLD)] = 0;
                state[field(thread, EFFECT)] = 0;
                state[field(thread, CLOCK)] = 0;
            }
            return state;
        }

        private boolean remove(int[] state, Act.Told told) {
            int key = told.key();
            if (key < 0 || key >= keys || told.value() == 0 || state[key] != told.value()) {
                return false;
            }
            int expiry = state[keys + key];
            if (told.cause() == RemovalCause.EXPIRED && (expiry == 0 || expiry > time(state))) {
                return false;
            }
            put(state, key, 0, 0);
            return true;
        }

        private void put(int[] state, int key, int value, long expiry) {
            state[key] = value;
            state[keys + key] = (int) expiry;
        }

        /** Does the operation's effect as of a time; false if the caller saw something else. */
        private boolean apply(int[] state, Act act, int now) {
            int key = act.key();
            int present = state[key] != 0 && (state[keys + key] == 0 || state[keys + key] > now) ? state[key] : 0;
            switch (act.kind()) {
                case GET:
                    return act.found() == present && (present == 0 || act.expiry() == state[keys + key]);
                case CONTAINS:
                    return act.found() == (present == 0 ? 0 : 1);
                case TICK:
                    state[2 * keys]++;
                    return true;
                case SWEEP:
                case ABANDON:
                    return true;
                default:
                    return change(state, act, present, now);
            }
        }

        private boolean change(int[] state, Act act, int present, int now) {
            StoreOutcome outcome = outcome(act, present);
            if (act.outcome() != outcome) {
                return act.outcome() == StoreOutcome.OUT_OF_MEMORY && act.written() != 0;
            }
            if (outcome != StoreOutcome.DONE) {
                return true;
            }
            boolean removes = act.kind() == Act.Kind.DELETE || (act.expiry() != 0 && act.expiry() <= now);
            int value = act.kind() == Act.Kind.TOUCH ? present : act.written();
            put(state, act.key(), removes ? 0 : value, removes ? 0 : act.expiry());
            return true;
        }

        private StoreOutcome outcome(Act act, int present) {
            switch (act.kind()) {
                case SET:
                    return StoreOutcome.DONE;
                case ADD:
                    return present == 0 ? StoreOutcome.DONE : StoreOutcome.EXISTS;
                case COMPARE_AND_SET:
                    if (present != 0 && present != act.expected()) {
                        return StoreOutcome.EXISTS;
                    }
                    return present == 0 ? StoreOutcome.NOT_FOUND : StoreOutcome.DONE;
                default:
                    return present == 0 ? StoreOutcome.NOT_FOUND : StoreOutcome.DONE;
            }
        }
    }
}
