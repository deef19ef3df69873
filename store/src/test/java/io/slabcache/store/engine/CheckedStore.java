package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.Maintenance;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreSettings;
import io.slabcache.store.testing.CheckedMemory;
import io.slabcache.store.testing.ForwardingStore;
import io.slabcache.store.testing.StoreSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine over memory that fails on every access outside a live page; its end fails if there was one. */
final class CheckedStore extends ForwardingStore {
    private final CheckedMemory memory;

    private CheckedStore(SlabEngine engine, CheckedMemory memory) {
        super(engine);
        this.memory = memory;
        memory.watchFreePages(page -> engine.pages().owner(page) == PageTable.OWNER_FREE);
    }

    /** Opens one that is maintained only by calls of {@link SlabStore#maintain}. */
    static CheckedStore open(StoreSpec spec, long capacity) {
        Maintenance ended = Maintenance.start("ended");
        ended.close();
        return open(spec, capacity, ended);
    }

    /** Opens one with a maintenance thread of its own. */
    static CheckedStore openMaintained(StoreSpec spec, long capacity) {
        return open(spec, capacity, null);
    }

    private static CheckedStore open(StoreSpec spec, long capacity, @Nullable Maintenance maintenance) {
        StoreSettings settings = new StoreSettings(
                "checked",
                capacity,
                spec.maxItemSize(),
                0,
                0,
                spec.hashedPrefixLength(),
                true,
                spec.clock(),
                maintenance,
                spec.listener(),
                spec.causes());
        List<CheckedMemory> memories = new ArrayList<>(1);
        SlabEngine engine = SlabEngine.open(settings, (bytes, pageSize) -> {
            CheckedMemory memory = new CheckedMemory(bytes, pageSize);
            memories.add(memory);
            return memory;
        });
        return new CheckedStore(engine, memories.get(0));
    }

    CheckedMemory memory() {
        return memory;
    }

    @Override
    public void close() {
        super.close();
        assertThat(memory.violations()).as("accesses outside a live page").isEmpty();
    }
}
