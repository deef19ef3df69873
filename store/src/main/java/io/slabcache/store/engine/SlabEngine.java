package io.slabcache.store.engine;

import io.slabcache.store.CapacityException;
import io.slabcache.store.CounterMode;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClosedException;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.StoreSettings;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.WriteMode;
import io.slabcache.store.memory.MachineMemory;
import io.slabcache.store.memory.Memory;
import io.slabcache.store.memory.MemoryFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a store: checks arguments, passes operations through the gate, and tells the removal listener once an
 * operation holds nothing any more.
 */
public final class SlabEngine implements SlabStore {
    private static final byte[] NO_ARRAY = {};
    private static final int SEGMENTS_COMPACTED_PER_RUN = 64;

    private final String name;
    private final ItemLimits limits;
    private final EngineContext context;
    private final OperationGate gate;
    private final ItemIndex index;
    private final ItemAllocator allocator;
    private final ItemReader reader;
    private final ItemWriter writer;
    private final ItemUpdater updater;
    private final ItemMarks marks;
    private final PageMover mover;
    private final Sweeper sweeper;
    private final Rebalancer rebalancer;
    private final LongAdder rejected = new LongAdder();
    private final ReentrantLock maintenanceLock = new ReentrantLock();
    private final MaintenanceThread maintenance;
    private final boolean ownsMaintenance;

    private SlabEngine(StoreSettings settings, Geometry geometry, ItemLimits limits, long seed, Memory memory) {
        this.name = settings.name();
        this.limits = limits;
        Removals removals = new Removals(name, settings.removalListener(), settings.removalCauses());
        context = new EngineContext(
                geometry,
                memory,
                settings.clock(),
                seed,
                limits.hashedPrefixLength(),
                settings.evicts(),
                removals,
                name);
        gate = new OperationGate(name);
        allocator = new ItemAllocator(context);
        index = new ItemIndex(context, allocator);
        mover = new PageMover(context, index, allocator, new Evictor(context, index));
        allocator.setRoomMaker(mover);
        reader = new ItemReader(context, index);
        writer = new ItemWriter(context, index, allocator, new IndexGrowth(context, mover));
        updater = new ItemUpdater(context, limits, index, allocator);
        marks = new ItemMarks(context, index);
        sweeper = new Sweeper(context, index);
        rebalancer = new Rebalancer(context, mover);
        ownsMaintenance = settings.maintenance() == null;
        maintenance = settings.maintenance() instanceof MaintenanceThread shared
                ? shared
                : MaintenanceThread.start("slabcache-maintenance-" + name);
    }

    /**
     * Opens a store.
     *
     * @param settings what the builder collected
     * @return a new, empty store
     */
    public static SlabEngine open(StoreSettings settings) {
        return open(settings, Memory::allocate);
    }

    /** Opens a store over memory of another kind. */
    static SlabEngine open(StoreSettings settings, MemoryFactory memoryFactory) {
        Geometry geometry = Geometry.of(settings.capacity());
        long limit = MachineMemory.limitBytes();
        if (geometry.capacity() > limit) {
            throw new CapacityException("the capacity is more than the memory of this machine or its container:"
                    + " capacity=" + settings.capacity() + ", limit=" + limit);
        }
        return open(settings, geometry, new SecureRandom().nextLong(), memoryFactory);
    }

    /**
     * Opens a store of any geometry over any memory; apart from {@link #open(StoreSettings)} only tests do.
     *
     * @param seed of the keys' hashes
     * @param memoryFactory gives memory of the geometry's capacity
     */
    static SlabEngine open(StoreSettings settings, Geometry geometry, long seed, MemoryFactory memoryFactory) {
        ItemLimits limits = ItemLimits.of(settings, geometry);
        if (settings.maintenance() != null && !(settings.maintenance() instanceof MaintenanceThread)) {
            throw new IllegalArgumentException(
                    "the maintenance thread must come from Maintenance.start: maintenance=" + settings.maintenance());
        }
        Memory memory;
        try {
            memory = memoryFactory.allocate(geometry.capacity(), geometry.pageSize());
        } catch (OutOfMemoryError e) {
            CapacityException refused = new CapacityException("the machine refused to reserve the capacity: capacity="
                    + settings.capacity() + ", limit=" + MachineMemory.limitBytes());
            refused.initCause(e);
            throw refused;
        }
        boolean opened = false;
        try {
            SlabEngine engine = new SlabEngine(settings, geometry, limits, seed, memory);
            engine.maintenance.add(engine);
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                memory.close();
            }
        }
    }

    String name() {
        return name;
    }

    /** Returns what makes room and empties pages, for tests that race one of these by itself. */
    PageMover mover() {
        return mover;
    }

    /** Returns the class of items of a size, for the same tests. */
    SlabClass classOf(int itemSize) {
        return context.classes[context.sizes.classOf(itemSize)];
    }

    /** Shows the engine's parts to a test while maintenance stands still. */
    void inspect(Consumer<EngineContext> inspection) {
        run(() -> {
            maintenanceLock.lock();
            try {
                inspection.accept(context);
            } finally {
                maintenanceLock.unlock();
            }
        });
    }

    /** Returns who owns which page, for tests that watch what is done to free ones. */
    PageTable pages() {
        return context.pages;
    }

    @Override
    public @Nullable StoreItem get(byte[] key, int keyOffset, int keyLength) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        StoreItem item = null;
        try {
            item = reader.item(key, keyOffset, keyLength);
        } finally {
            leaveRead(cell, item != null);
        }
        return item;
    }

    @Override
    public @Nullable StoreItem get(ByteBuffer key) {
        KeyBytes bytes = KeyBytes.of(key);
        return get(bytes.array, bytes.offset, bytes.length);
    }

    @Override
    public byte @Nullable [] getValue(byte[] key, int keyOffset, int keyLength) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        byte[] value = null;
        try {
            value = reader.value(key, keyOffset, keyLength);
        } finally {
            leaveRead(cell, value != null);
        }
        return value;
    }

    @Override
    public int getInto(byte[] key, int keyOffset, int keyLength, byte[] target, int targetOffset, int targetLength) {
        Objects.checkFromIndexSize(targetOffset, targetLength, target.length);
        return getInto(key, keyOffset, keyLength, target, targetOffset, null, targetLength, null);
    }

    @Override
    public int getInto(ByteBuffer key, ByteBuffer target) {
        KeyBytes bytes = KeyBytes.of(key);
        // a view of its own, so that another thread that moves the buffer's position does not move ours
        ByteBuffer view = target.duplicate();
        int length = getIntoBuffer(bytes.array, bytes.offset, bytes.length, view, null);
        target.position(view.position());
        return length;
    }

    @Override
    public int getInto(byte[] key, int keyOffset, int keyLength, ByteBuffer target, StoreResult result) {
        Objects.requireNonNull(result, "result");
        return getIntoBuffer(key, keyOffset, keyLength, target, result);
    }

    private int getIntoBuffer(
            byte[] key, int keyOffset, int keyLength, ByteBuffer target, @Nullable StoreResult result) {
        checkWritable(target);
        int room = target.remaining();
        int length = getInto(key, keyOffset, keyLength, NO_ARRAY, 0, target, room, result);
        advance(target, room, length);
        return length;
    }

    private static void checkWritable(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("the target buffer is read-only");
        }
    }

    private static void advance(ByteBuffer target, int room, int length) {
        if (length > 0 && length <= room) {
            target.position(target.position() + length);
        }
    }

    private int getInto(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            int room,
            @Nullable StoreResult result) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        int length = MISS;
        try {
            length = reader.valueInto(key, keyOffset, keyLength, array, arrayOffset, buffer, room, result);
        } finally {
            leaveRead(cell, length, ItemReader.countsAsRead(length, room));
        }
        return length;
    }

    @Override
    public @Nullable StoreItem getAndTouch(byte[] key, int keyOffset, int keyLength, long expiryMillis) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        StoreItem item = null;
        try {
            item = updater.itemAndTouch(key, keyOffset, keyLength, expiryMillis);
        } finally {
            leaveRead(cell, item != null);
        }
        return item;
    }

    @Override
    public int getIntoAndTouch(
            byte[] key, int keyOffset, int keyLength, long expiryMillis, ByteBuffer target, StoreResult result) {
        limits.checkKey(key, keyOffset, keyLength);
        Objects.requireNonNull(result, "result");
        checkWritable(target);
        int room = target.remaining();
        int cell = gate.enter();
        int length = MISS;
        try {
            length = updater.valueIntoAndTouch(key, keyOffset, keyLength, expiryMillis, target, room, result);
        } finally {
            leaveRead(cell, length, length <= room);
        }
        advance(target, room, length);
        return length;
    }

    private void leaveRead(int cell, boolean hit) {
        if (hit) {
            gate.leaveHit(cell);
        } else {
            gate.leaveMiss(cell);
        }
        context.removals.deliver();
    }

    private void leaveRead(int cell, int length, boolean counts) {
        if (length == MISS || counts) {
            leaveRead(cell, length != MISS);
        } else {
            leave(cell);
        }
    }

    private void leave(int cell) {
        gate.leave(cell);
        context.removals.deliver();
    }

    @Override
    public boolean contains(byte[] key, int keyOffset, int keyLength) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        boolean found;
        try {
            found = reader.contains(key, keyOffset, keyLength);
        } finally {
            leave(cell);
        }
        return found;
    }

    @Override
    public StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expiryMillis,
            int clientFlags) {
        Objects.checkFromIndexSize(valueOffset, valueLength, value.length);
        return write(
                mode,
                casToken,
                key,
                keyOffset,
                keyLength,
                value,
                valueOffset,
                null,
                valueLength,
                expiryMillis,
                clientFlags,
                null);
    }

    @Override
    public StoreOutcome write(
            WriteMode mode, long casToken, ByteBuffer key, ByteBuffer value, long expiryMillis, int clientFlags) {
        KeyBytes bytes = KeyBytes.of(key);
        // a view of its own, so that another thread that moves the buffer's position does not move ours
        ByteBuffer view = value.duplicate();
        return write(
                mode,
                casToken,
                bytes.array,
                bytes.offset,
                bytes.length,
                NO_ARRAY,
                0,
                view,
                view.remaining(),
                expiryMillis,
                clientFlags,
                null);
    }

    @Override
    public StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            ByteBuffer value,
            long expiryMillis,
            int clientFlags,
            StoreResult result) {
        Objects.requireNonNull(result, "result");
        return write(
                mode,
                casToken,
                key,
                keyOffset,
                keyLength,
                NO_ARRAY,
                0,
                value,
                value.remaining(),
                expiryMillis,
                clientFlags,
                result);
    }

    private StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] array,
            int arrayOffset,
            @Nullable ByteBuffer buffer,
            int valueLength,
            long expiryMillis,
            int clientFlags,
            @Nullable StoreResult result) {
        Objects.requireNonNull(mode, "mode");
        limits.checkKey(key, keyOffset, keyLength);
        limits.checkItem(keyLength, valueLength, clientFlags != 0);
        int cell = gate.enter();
        StoreOutcome outcome;
        try {
            long hash = context.hash(key, keyOffset, keyLength);
            outcome = mode.isConcatenation()
                    ? updater.concatenate(
                            mode,
                            casToken,
                            hash,
                            key,
                            keyOffset,
                            keyLength,
                            array,
                            arrayOffset,
                            buffer,
                            0,
                            valueLength,
                            result)
                    : writer.write(
                            mode,
                            casToken,
                            hash,
                            key,
                            keyOffset,
                            keyLength,
                            array,
                            arrayOffset,
                            buffer,
                            valueLength,
                            expiryMillis,
                            clientFlags,
                            result);
        } finally {
            leave(cell);
        }
        return counted(outcome);
    }

    private StoreOutcome counted(StoreOutcome outcome) {
        if (outcome == StoreOutcome.OUT_OF_MEMORY) {
            rejected.increment();
        }
        return outcome;
    }

    @Override
    public StoreOutcome count(
            CounterMode mode, long casToken, byte[] key, int keyOffset, int keyLength, long delta, StoreResult result) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(result, "result");
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        StoreOutcome outcome;
        try {
            long hash = context.hash(key, keyOffset, keyLength);
            outcome = updater.count(mode, casToken, hash, key, keyOffset, keyLength, delta, result);
        } finally {
            leave(cell);
        }
        return counted(outcome);
    }

    @Override
    public StoreOutcome touch(byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis) {
        return touchAndTell(key, keyOffset, keyLength, casToken, expiryMillis, null);
    }

    @Override
    public StoreOutcome touch(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result) {
        Objects.requireNonNull(result, "result");
        return touchAndTell(key, keyOffset, keyLength, casToken, expiryMillis, result);
    }

    private StoreOutcome touchAndTell(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, @Nullable StoreResult result) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        StoreOutcome outcome;
        try {
            long hash = context.hash(key, keyOffset, keyLength);
            outcome = writer.touch(hash, key, keyOffset, keyLength, casToken, expiryMillis, result);
        } finally {
            leave(cell);
        }
        return counted(outcome);
    }

    @Override
    public int peek(byte[] key, int keyOffset, int keyLength, StoreResult result) {
        limits.checkKey(key, keyOffset, keyLength);
        Objects.requireNonNull(result, "result");
        int cell = gate.enter();
        try {
            return marks.peek(context.hash(key, keyOffset, keyLength), key, keyOffset, keyLength, result);
        } finally {
            leave(cell);
        }
    }

    @Override
    public StoreOutcome addClaimed(byte[] key, int keyOffset, int keyLength, long expiryMillis, StoreResult result) {
        limits.checkKey(key, keyOffset, keyLength);
        limits.checkItem(keyLength, 0, false);
        Objects.requireNonNull(result, "result");
        int cell = gate.enter();
        StoreOutcome outcome;
        try {
            long hash = context.hash(key, keyOffset, keyLength);
            outcome = writer.addClaimed(hash, key, keyOffset, keyLength, expiryMillis, result);
        } finally {
            leave(cell);
        }
        return counted(outcome);
    }

    @Override
    public StoreOutcome claim(byte[] key, int keyOffset, int keyLength, long casToken) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        try {
            return marks.claim(context.hash(key, keyOffset, keyLength), key, keyOffset, keyLength, casToken);
        } finally {
            leave(cell);
        }
    }

    @Override
    public StoreOutcome invalidate(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result) {
        limits.checkKey(key, keyOffset, keyLength);
        Objects.requireNonNull(result, "result");
        int cell = gate.enter();
        try {
            long hash = context.hash(key, keyOffset, keyLength);
            return marks.invalidate(hash, key, keyOffset, keyLength, casToken, expiryMillis, result);
        } finally {
            leave(cell);
        }
    }

    @Override
    public int itemLength(int keyLength, int valueLength, int clientFlags) {
        return Math.toIntExact(Items.sizeOf(keyLength, valueLength, clientFlags != 0));
    }

    @Override
    public StoreOutcome delete(byte[] key, int keyOffset, int keyLength, long casToken) {
        limits.checkKey(key, keyOffset, keyLength);
        int cell = gate.enter();
        StoreOutcome outcome;
        try {
            long hash = context.hash(key, keyOffset, keyLength);
            outcome = writer.delete(hash, key, keyOffset, keyLength, casToken);
        } finally {
            leave(cell);
        }
        return counted(outcome);
    }

    @Override
    public @Nullable Reservation reserve(
            byte[] key, int keyOffset, int keyLength, int valueLength, long expiryMillis, int clientFlags) {
        limits.checkKey(key, keyOffset, keyLength);
        limits.checkItem(keyLength, valueLength, clientFlags != 0);
        byte[] ownKey = Arrays.copyOfRange(key, keyOffset, keyOffset + keyLength);
        Reservation reservation = null;
        int cell = gate.enter();
        try {
            long hash = context.hash(ownKey, 0, keyLength);
            long item = allocator.allocate(keyLength, valueLength, expiryMillis, clientFlags != 0, clientFlags, hash);
            if (item != 0) {
                ItemPayload payload = context.items.payload(item);
                payload.put(ownKey, 0, keyLength);
                reservation = new EngineReservation(this, ownKey, hash, item, payload, valueLength);
            }
        } finally {
            leave(cell);
        }
        counted(reservation == null ? StoreOutcome.OUT_OF_MEMORY : StoreOutcome.DONE);
        return reservation;
    }

    void fill(ItemPayload payload, byte[] source, int offset, int length) {
        run(() -> payload.put(source, offset, length));
    }

    void fill(ItemPayload payload, ByteBuffer source, int length) {
        run(() -> payload.put(source, source.position(), length));
    }

    StoreOutcome commit(WriteMode mode, long casToken, long hash, long item, byte[] key, StoreResult result) {
        int cell = gate.enter();
        StoreOutcome outcome;
        try {
            outcome = mode.isConcatenation()
                    ? concatenate(mode, casToken, hash, item, key, result)
                    : writer.commit(mode, casToken, hash, item, key, 0, key.length, result);
        } finally {
            leave(cell);
        }
        return counted(outcome);
    }

    private StoreOutcome concatenate(
            WriteMode mode, long casToken, long hash, long item, byte[] key, StoreResult result) {
        try {
            int length = context.items.valueLength(item);
            return updater.concatenate(
                    mode, casToken, hash, key, 0, key.length, NO_ARRAY, 0, null, item, length, result);
        } finally {
            allocator.free(item);
        }
    }

    void abort(long item) {
        try {
            run(() -> allocator.free(item));
        } catch (StoreClosedException e) {
            // closing the store gave the memory back already
            return;
        }
    }

    @Override
    public void checkItemLength(int keyLength, int valueLength) {
        limits.checkItem(keyLength, valueLength, false);
    }

    @Override
    public void clear() {
        run(() -> {
            for (Stripe stripe : context.stripes) {
                stripe.lock.lock();
                try {
                    context.raiseHighestClearMark(stripe.clear());
                } finally {
                    stripe.lock.unlock();
                }
            }
            for (int page = 0; page < context.pages.count(); page++) {
                if (context.pages.owner(page) >= 0) {
                    context.pages.lowerExpiryBound(page, 0);
                }
            }
        });
    }

    @Override
    public StoreCursor entries() {
        return walk(true);
    }

    @Override
    public StoreCursor entriesWithoutValues() {
        return walk(false);
    }

    private StoreCursor walk(boolean withValues) {
        gate.leave(gate.enter());
        return new EngineCursor(this, context, withValues);
    }

    @Override
    public List<byte[]> keysWithPrefix(byte[] prefix) {
        limits.checkPrefix(prefix, name);
        List<byte[]> keys = new ArrayList<>(1);
        run(() -> index.collectKeys(prefix, keys));
        return keys;
    }

    /** Runs something inside the gate and delivers what it removed. */
    void run(Runnable operation) {
        int cell = gate.enter();
        try {
            operation.run();
        } finally {
            leave(cell);
        }
    }

    @Override
    public long size() {
        int cell = gate.enter();
        try {
            long size = 0;
            for (Stripe stripe : context.stripes) {
                stripe.lock.lock();
                try {
                    size += stripe.items;
                } finally {
                    stripe.lock.unlock();
                }
            }
            return size;
        } finally {
            gate.leave(cell);
        }
    }

    @Override
    public StoreStatistics statistics() {
        int cell = gate.enter();
        try {
            return StatisticsCollector.collect(context, gate, rejected.sum(), mover.pagesMoved(), sweeper.lagMillis());
        } finally {
            gate.leave(cell);
        }
    }

    @Override
    public void maintain() {
        run(() -> {
            maintenanceLock.lock();
            try {
                sweeper.run();
                rebalancer.run();
                compactQueues();
            } finally {
                maintenanceLock.unlock();
            }
        });
    }

    private void compactQueues() {
        for (SlabClass slabClass : context.classes) {
            boolean more = true;
            for (int segment = 0; more && segment < SEGMENTS_COMPACTED_PER_RUN; segment++) {
                // one segment at a time, so that nobody waits long for the class
                slabClass.lock.lock();
                try {
                    more = slabClass.compactQueues();
                } finally {
                    slabClass.lock.unlock();
                }
            }
        }
    }

    @Override
    public void close() {
        if (!gate.close()) {
            return;
        }
        maintenance.remove(this);
        if (ownsMaintenance) {
            maintenance.close();
        }
        context.memory.close();
    }
}
