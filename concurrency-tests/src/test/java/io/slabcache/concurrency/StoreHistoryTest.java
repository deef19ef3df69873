package io.slabcache.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.StoreOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check accepts what a store that evicts at will may do, and nothing else. */
final class StoreHistoryTest {
    private static final int[] NOTHING_BEFORE = {0, 0};

    /** Key 0 has value 2 at the start, key 1 has none; each is in a stripe of its own. */
    private final StoreHistory history = new StoreHistory(new int[] {2, 0}, new int[] {0, 1}, 2);

    private final List<List<Act>> acts = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<List<int[]>> before = List.of(new ArrayList<>(), new ArrayList<>());

    /** Adds an act that begins when others are over. */
    private void after(int thread, int[] over, Act act) {
        acts.get(thread).add(act);
        before.get(thread).add(over);
    }

    private void concurrently(int thread, Act act) {
        int[] over = NOTHING_BEFORE.clone();
        over[thread] = acts.get(thread).size();
        after(thread, over, act);
    }

    private void assertLegal(boolean legal) {
        assertEquals(legal, history.isLegal(acts, before));
    }

    private static Act get(int key, int found, Act.Told... told) {
        return new Act(Act.Kind.GET, key, 0, 0, 0, null, found, List.of(told));
    }

    private static Act get(int key, int found, long expiry) {
        return new Act(Act.Kind.GET, key, 0, 0, expiry, null, found, List.of());
    }

    private static Act change(Act.Kind kind, int key, int value, long expiry, StoreOutcome outcome, Act.Told... told) {
        return new Act(kind, key, value, 0, expiry, outcome, 0, List.of(told));
    }

    private static Act set(int key, int value, Act.Told... told) {
        return change(Act.Kind.SET, key, value, 0, StoreOutcome.DONE, told);
    }

    private static Act of(Act.Kind kind) {
        return new Act(kind, 0, 0, 0, 0, null, 0, List.of());
    }

    private static Act.Told evicted(int key, int value) {
        return new Act.Told(key, value, RemovalCause.EVICTED);
    }

    private static Act.Told expired(int key, int value) {
        return new Act.Told(key, value, RemovalCause.EXPIRED);
    }

    @Test
    void missOfAnEvictedValue_told_isLegal() {
        concurrently(0, set(1, 4, evicted(0, 2)));
        concurrently(1, get(0, 0));
        assertLegal(true);
    }

    @Test
    void miss_ofWhatNobodyRemoved_isNot() {
        concurrently(0, set(1, 4));
        concurrently(1, get(0, 0));
        assertLegal(false);
    }

    @Test
    void evictionToldAfterTheMiss_isNot() {
        concurrently(1, get(0, 0));
        after(0, new int[] {0, 1}, set(1, 4, evicted(0, 2)));
        assertLegal(false);
    }

    @Test
    void evictedValue_readLater_isNot() {
        concurrently(0, set(1, 4, evicted(0, 2)));
        after(1, new int[] {1, 0}, get(0, 2));
        assertLegal(false);
    }

    @Test
    void evictionToldTwice_isNot() {
        concurrently(0, set(1, 4, evicted(0, 2)));
        concurrently(1, get(0, 0, evicted(0, 2)));
        assertLegal(false);
    }

    @Test
    void ownValueEvictedAtOnce_isLegal() {
        concurrently(0, set(1, 4, evicted(1, 4)));
        concurrently(0, get(1, 0));
        assertLegal(true);
    }

    @Test
    void lostUpdate_isNot() {
        concurrently(0, set(1, 4));
        after(1, new int[] {1, 0}, set(1, 6));
        after(0, new int[] {1, 1}, get(1, 4));
        assertLegal(false);
    }

    @Test
    void bothAdd_isNot() {
        concurrently(0, change(Act.Kind.ADD, 1, 4, 0, StoreOutcome.DONE));
        concurrently(1, change(Act.Kind.ADD, 1, 6, 0, StoreOutcome.DONE));
        assertLegal(false);
    }

    @Test
    void addAfterAnEvictionInBetween_isLegal() {
        concurrently(0, change(Act.Kind.ADD, 1, 4, 0, StoreOutcome.DONE));
        concurrently(1, change(Act.Kind.ADD, 1, 6, 0, StoreOutcome.DONE, evicted(1, 4)));
        assertLegal(true);
    }

    @Test
    void compareAndSet_ofAnotherValue_mustNotBeDone() {
        concurrently(0, new Act(Act.Kind.COMPARE_AND_SET, 0, 4, 8, 0, StoreOutcome.DONE, 0, List.of()));
        assertLegal(false);
    }

    @Test
    void tornValue_isNot() {
        concurrently(0, get(0, Act.TORN));
        assertLegal(false);
    }

    @Test
    void expiredValue_missedAndTold_isLegal_readIsNot() {
        concurrently(0, change(Act.Kind.SET, 1, 4, 1, StoreOutcome.DONE));
        concurrently(0, get(1, 4, 1L));
        concurrently(0, of(Act.Kind.TICK));
        concurrently(0, get(1, 0, expired(1, 4)));
        assertLegal(true);
        concurrently(0, get(1, 4, 1L));
        assertLegal(false);
    }

    @Test
    void expiryTold_beforeItsTime_isNot() {
        concurrently(0, change(Act.Kind.SET, 1, 4, 1, StoreOutcome.DONE));
        concurrently(0, get(1, 0, expired(1, 4)));
        assertLegal(false);
    }

    @Test
    void clockReadBeforeTheTick_effectAfter_isLegal_onlyWhileConcurrent() {
        concurrently(0, change(Act.Kind.SET, 1, 4, 1, StoreOutcome.DONE));
        concurrently(1, change(Act.Kind.REPLACE, 1, 6, 0, StoreOutcome.DONE));
        concurrently(0, of(Act.Kind.TICK));
        concurrently(0, get(1, 0));
        concurrently(0, get(1, 6));
        assertLegal(true);
        before.get(1).set(0, new int[] {2, 0});
        assertLegal(false);
    }

    @Test
    void clear_oneStripeAfterTheOther_isLegal_oneStripeOnlyIsNot() {
        concurrently(0, set(1, 4));
        after(0, new int[] {1, 0}, of(Act.Kind.CLEAR));
        after(1, new int[] {1, 0}, get(1, 0));
        after(1, new int[] {1, 1}, get(0, 2));
        assertLegal(true);
        after(1, new int[] {2, 2}, get(0, 2));
        assertLegal(false);
    }

    @Test
    void refusedForWantOfRoom_changesNothing() {
        concurrently(0, change(Act.Kind.SET, 0, 4, 0, StoreOutcome.OUT_OF_MEMORY));
        concurrently(0, get(0, 2));
        assertLegal(true);
        concurrently(0, get(0, 4));
        assertLegal(false);
    }

    @Test
    void refusedDelete_isNot() {
        concurrently(0, change(Act.Kind.DELETE, 0, 0, 0, StoreOutcome.NOT_FOUND));
        assertLegal(false);
    }
}
