package io.slabcache.jcache.internal.remote;

import static io.slabcache.jcache.internal.remote.RemoteFixture.bytes;
import static io.slabcache.jcache.internal.remote.RemoteFixture.get;
import static io.slabcache.jcache.internal.remote.RemoteFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.FakeClock;
import io.slabcache.jcache.internal.Lease;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.store.StoreCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may load, who waits, and what takes the right away. */
@Timeout(60)
class LeasesTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final byte[] KEY = bytes("k");

    private final FakeClock clock = new FakeClock();
    private final HeapMemcachedServers servers = new HeapMemcachedServers(1, clock);
    private final Backing one = new RemoteFixture(clock).lease(LONG).open(servers.client());
    private final Backing two = new RemoteFixture(clock).lease(LONG).open(servers.client());

    @Test
    void fill_leaseStands_storesAndWhoWaitedSeesIt() throws Exception {
        Lease lease = acquire(one);
        assertThat(get(two, "k")).as("a lease is nobody's value").isNull();
        assertThat(two.contains(KEY)).isFalse();
        CompletableFuture<@Nullable Lease> waiting = inThread(() -> two.acquireLease(KEY));
        assertThat(fill(one, lease, "loaded")).isEqualTo(Outcome.DONE);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(get(two, "k")).isEqualTo("loaded");
    }

    @Test
    void acquire_thereIsAnEntry_givesNone() {
        set(one, "k", "v");
        assertThat(two.acquireLease(KEY)).isNull();
    }

    @Test
    void release_letsTheNextOneLoad() throws Exception {
        Lease lease = acquire(one);
        CompletableFuture<@Nullable Lease> waiting = inThread(() -> two.acquireLease(KEY));
        one.release(lease);
        Lease next = Objects.requireNonNull(waiting.get(10, TimeUnit.SECONDS));
        assertThat(fill(one, lease, "late")).isEqualTo(Outcome.LOST);
        assertThat(fill(two, next, "loaded")).isEqualTo(Outcome.DONE);
    }

    @Test
    void acquire_leaseHasEnded_takesIt() {
        Lease lease = acquire(one);
        clock.advance(LONG.toMillis());
        Lease next = acquire(two);
        assertThat(fill(one, lease, "late")).isEqualTo(Outcome.LOST);
        assertThat(fill(two, next, "loaded")).isEqualTo(Outcome.DONE);
    }

    @Test
    void acquire_ownerNeverEnds_waitsNoLongerThanALeaseLasts() throws Exception {
        Backing impatient =
                new RemoteFixture(clock).lease(Duration.ofMillis(50)).open(servers.client());
        Lease lease = acquire(one);
        Lease taken = Objects.requireNonNull(
                inThread(() -> impatient.acquireLease(KEY)).get(10, TimeUnit.SECONDS));
        assertThat(fill(one, lease, "late")).isEqualTo(Outcome.LOST);
        assertThat(fill(impatient, taken, "loaded")).isEqualTo(Outcome.DONE);
    }

    @Test
    void acquire_ownerNeverEnds_oneOfThoseWhoWaitTakesItAndTheOthersWaitForThat() throws Exception {
        Lease lease = acquire(one);
        Herd herd = new Herd();
        servers.inject(herd);
        List<CompletableFuture<@Nullable Lease>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Backing impatient =
                    new RemoteFixture(clock).lease(Duration.ofSeconds(2)).open(servers.client());
            waiting.add(inThread(() -> {
                Lease taken = impatient.acquireLease(KEY);
                if (taken != null) {
                    fill(impatient, taken, "loaded");
                }
                return taken;
            }));
        }
        List<Lease> taken = new ArrayList<>();
        for (CompletableFuture<@Nullable Lease> waiter : waiting) {
            Lease own = waiter.get(40, TimeUnit.SECONDS);
            if (own != null) {
                taken.add(own);
            }
        }
        assertThat(taken).as("those who load").hasSize(1);
        assertThat(fill(one, lease, "late")).isEqualTo(Outcome.LOST);
        assertThat(get(one, "k")).isEqualTo("loaded");
    }

    /** Holds up whoever is first to take the lease until the others have looked at it several times. */
    private static final class Herd implements HeapMemcachedServers.Fault {
        private static final int LOOKS = 6;

        private final AtomicReference<@Nullable Thread> first = new AtomicReference<>();
        private final CountDownLatch looks = new CountDownLatch(LOOKS);

        @Override
        public void before(String operation, byte[] key) {
            Thread thief = first.get();
            if (operation.equals("get") && thief != null && thief != Thread.currentThread()) {
                looks.countDown();
            }
        }

        @Override
        public void after(String operation, byte[] key) {
            if (operation.equals("cas") && first.compareAndSet(null, Thread.currentThread())) {
                try {
                    assertThat(looks.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Test
    void acquire_interrupted_endsWithTheFlagSet() throws Exception {
        acquire(one);
        AtomicReference<Boolean> flag = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                two.acquireLease(KEY);
            } catch (BackingException e) {
                failure.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        waiter.interrupt();
        waiter.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(failure.get()).hasMessageContaining("must not be interrupted: cache=test");
        assertThat(flag.get()).isTrue();
    }

    @Test
    void put_duringTheLoad_winsOverTheLoadedValue() {
        Lease lease = acquire(one);
        set(two, "k", "new");
        assertThat(fill(one, lease, "old")).isEqualTo(Outcome.LOST);
        assertThat(get(one, "k")).isEqualTo("new");
    }

    @Test
    void removals_duringTheLoad_endIt() {
        for (Runnable removal : List.<Runnable>of(
                () -> assertThat(two.getToRemove(KEY)).isNull(),
                () -> assertThat(two.deleteAll(List.of(KEY))).isZero(),
                () -> {
                    StoreCursor cursor = two.entriesToRemove();
                    assertThat(cursor.advance()).isFalse();
                })) {
            Lease lease = acquire(one);
            removal.run();
            assertThat(fill(one, lease, "old")).isEqualTo(Outcome.LOST);
            assertThat(get(one, "k")).isNull();
        }
    }

    @Test
    void walk_duringTheLoad_doesNotEndIt() {
        Lease lease = acquire(one);
        assertThat(two.entries().advance()).isFalse();
        assertThat(two.getAll(List.of(KEY))).containsOnlyNulls();
        assertThat(fill(one, lease, "loaded")).isEqualTo(Outcome.DONE);
    }

    @Test
    void clear_duringTheLoad_leavesTheLoadedValueBehind() {
        Lease lease = acquire(one);
        two.clear();
        fill(one, lease, "old");
        assertThat(get(one, "k")).isNull();
        assertThat(get(two, "k")).isNull();
        Lease next = acquire(two);
        assertThat(fill(two, next, "new")).isEqualTo(Outcome.DONE);
        assertThat(get(one, "k")).isEqualTo("new");
    }

    @Test
    void acquire_longKey_isLikeAnyOther() {
        byte[] key = bytes("long ".repeat(100));
        Lease lease = Objects.requireNonNull(one.acquireLease(key));
        assertThat(two.contains(key)).isFalse();
        assertThat(one.fill(lease, bytes("v"), Backing.NO_EXPIRY)).isEqualTo(Outcome.DONE);
        assertThat(two.contains(key)).isTrue();
    }

    @Test
    void release_serverDown_isLeftToTheLeasesEnd() {
        Lease lease = acquire(one);
        servers.setDown(servers.addresses().get(0), true);
        one.release(lease);
        servers.setDown(servers.addresses().get(0), false);
        clock.advance(LONG.toMillis());
        acquire(two);
    }

    private static Lease acquire(Backing backing) {
        return Objects.requireNonNull(backing.acquireLease(KEY), "there must be no entry");
    }

    private static Outcome fill(Backing backing, Lease lease, String value) {
        return backing.fill(lease, bytes(value), Backing.NO_EXPIRY);
    }

    /** Runs something that waits, and waits until it does. */
    private static CompletableFuture<@Nullable Lease> inThread(Acquisition acquisition) {
        CompletableFuture<@Nullable Lease> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(acquisition.run());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive());
        return result;
    }

    /** Asks for a lease. */
    private interface Acquisition {
        @Nullable
        Lease run();
    }
}
