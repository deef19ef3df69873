package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.slabcache.store.SlabStore;
import io.slabcache.store.engine.SlabEngine;
import io.slabcache.store.engine.SmallEngines;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** An item is read while the page mover empties its page and the page gets items of another size. */
@JCStressTest
@Description("Reads run against the move of the item's page; results: reads that failed, moved, the item, counts off.")
@Outcome(
        id = "0, 1, 1, 0",
        expect = ACCEPTABLE,
        desc = "Every read found the item, in its old place or in its new one.")
@Outcome(id = "0, 1, 0, .*", expect = FORBIDDEN, desc = "The move lost the item.")
@Outcome(id = "0, 1, 1, .*", expect = FORBIDDEN, desc = "A chunk leaked, or something was miscounted.")
@Outcome(expect = FORBIDDEN, desc = "A read missed the item or mixed it with another while it moved.")
@State
public class ReadAgainstMoveStress {
    private static final int READS = 8;

    private final SlabEngine store = Race.openTiny(new AtomicInteger());
    private final byte[] key = Race.newKey();
    private final byte[] other = Race.newKey();

    public ReadAgainstMoveStress() {
        Race.putAloneOnASecondPage(store, key);
    }

    @Actor
    public void read(IIII_Result r) {
        int wrong = 0;
        for (int i = 0; i < READS; i++) {
            wrong += Race.kind(store.getValue(key)) == 1 ? 0 : 1;
        }
        r.r1 = wrong;
    }

    @Actor
    public void move(IIII_Result r) {
        r.r2 = SmallEngines.movePage(store, Race.ITEM_SIZE, Race.OTHER_ITEM_SIZE) ? 1 : 0;
        store.set(other, new byte[Race.OTHER_VALUE_LENGTH], SlabStore.NO_EXPIRY);
    }

    @Arbiter
    public void after(IIII_Result r) {
        r.r3 = Race.kind(store.getValue(key));
        r.r4 = Race.drifts(store);
        store.close();
    }
}
