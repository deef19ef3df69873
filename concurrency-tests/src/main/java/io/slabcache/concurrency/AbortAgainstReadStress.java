package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.engine.SlabEngine;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** An item is read while a reservation for its key is filled and given up. */
@JCStressTest
@Description("A reservation is aborted against a read of its key; results: the read, the item afterwards, counts off.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Nobody saw anything of the reservation.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "The read returned a value that was never committed.")
@Outcome(id = "1, 2, .*", expect = FORBIDDEN, desc = "The abort stored the value.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "The reservation's chunk leaked, or something was miscounted.")
@Outcome(expect = FORBIDDEN, desc = "The item was lost or mixed with the reservation's value.")
@State
public class AbortAgainstReadStress {
    private final SlabEngine store = Race.openTiny(new AtomicInteger());
    private final byte[] key = Race.newKey();

    public AbortAgainstReadStress() {
        store.set(key, Race.value(1), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void read(III_Result r) {
        r.r1 = Race.kind(store.getValue(key));
    }

    @Actor
    public void reserveAndAbort() {
        byte[] value = Race.value(2);
        try (Reservation reservation = store.reserve(key, 0, key.length, value.length, SlabStore.NO_EXPIRY, 0)) {
            reservation.fill(value, 0, value.length);
        }
    }

    @Arbiter
    public void after(III_Result r) {
        r.r2 = Race.kind(store.getValue(key));
        r.r3 = Race.drifts(store);
        store.close();
    }
}
