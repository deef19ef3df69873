package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A read while the item is rewritten in its chunk. */
@JCStressTest
@Description("A read runs against an update in place.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The read came before the update.")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "The read came after the update.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "The read mixed both values, or a value with the other's token.")
@Outcome(expect = FORBIDDEN, desc = "The update or the item was lost.")
@State
public class ReadAgainstUpdateStress {
    private static final SlabStore STORE = Race.open(64 << 20, new TestClock());

    private final byte[] key = Race.newKey();
    private final long firstToken;

    public ReadAgainstUpdateStress() {
        STORE.set(key, Race.value(1), SlabStore.NO_EXPIRY);
        firstToken = STORE.get(key).casToken();
    }

    @Actor
    public void read(II_Result r) {
        StoreItem item = STORE.get(key);
        if (item != null) {
            int kind = Race.kind(item.value());
            r.r1 = (kind == 1) == (item.casToken() == firstToken) ? kind : Race.TORN;
        }
    }

    @Actor
    public void update() {
        STORE.set(key, Race.value(2), SlabStore.NO_EXPIRY);
    }

    @Arbiter
    public void after(II_Result r) {
        r.r2 = Race.kind(STORE.getValue(key));
        STORE.delete(key);
    }
}
