package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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

/** An item is deleted while the page mover empties its page. */
@JCStressTest
@Description(
        "A delete runs against the move of the item's page; results: deleted, moved, the item, counts that are off.")
@Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "The item is gone, from its old place and from its new one.")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "The delete did not find the item while it moved.")
@Outcome(id = ".*, 0, .*, .*", expect = FORBIDDEN, desc = "The page could not be emptied.")
@Outcome(id = "1, 1, 1, .*", expect = FORBIDDEN, desc = "The move brought the deleted item back.")
@Outcome(expect = FORBIDDEN, desc = "A chunk leaked, or something was miscounted.")
@State
public class DeleteAgainstMoveStress {
    private final SlabEngine store = Race.openTiny(new AtomicInteger());
    private final byte[] key = Race.newKey();

    public DeleteAgainstMoveStress() {
        Race.putAloneOnASecondPage(store, key);
    }

    @Actor
    public void delete(IIII_Result r) {
        r.r1 = store.delete(key) ? 1 : 0;
    }

    @Actor
    public void move(IIII_Result r) {
        r.r2 = SmallEngines.movePage(store, Race.ITEM_SIZE, Race.OTHER_ITEM_SIZE) ? 1 : 0;
    }

    @Arbiter
    public void after(IIII_Result r) {
        r.r3 = Race.kind(store.getValue(key));
        r.r4 = Race.drifts(store);
        store.close();
    }
}
