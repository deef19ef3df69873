package io.slabcache.bench.memory;

import io.slabcache.bench.harness.Fork;
import io.slabcache.bench.harness.HeapMemory;
import io.slabcache.bench.harness.ProcessMemory;
import io.slabcache.bench.map.ByteMap;
import io.slabcache.bench.map.EntryShape;
import io.slabcache.bench.map.MapEntrant;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The process that fills one store, {@code ENTRANT SHAPE ENTRIES}, and tells what it took. Its heap must be of fixed size and
 * touched beforehand, so that the resident size grows by what lies outside of it alone.
 */
final class MemoryWorker<K> {
    private static final int WARM_UP_ENTRIES = 1000;
    private static final int WARM_UP_WRITES = 400_000;

    private final ByteMap<K> map;
    private final EntryShape shape;

    private MemoryWorker(ByteMap<K> map, EntryShape shape) {
        this.map = map;
        this.shape = shape;
    }

    /** See the class. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        System.setOut(System.err);
        MapEntrant entrant = MapEntrant.valueOf(arguments[0]);
        EntryShape shape = EntryShape.valueOf(arguments[1]);
        long entries = Long.parseLong(arguments[2]);
        // On a thread of its own, with which all goes that the store keeps for a thread: else that of the closed store
        // would count as
        // being there before, and go while the next one is filled.
        Thread warmUp = new Thread(() -> warmUp(entrant, shape), "warm-up");
        warmUp.start();
        warmUp.join();
        long pid = ProcessHandle.current().pid();
        long heapBefore = HeapMemory.used();
        long residentBefore = ProcessMemory.resident(pid);
        try (ByteMap<?> map = entrant.open(shape.size(entries))) {
            long payload = new MemoryWorker<>(map, shape).fill(entries, entries);
            long heap = HeapMemory.used() - heapBefore;
            long resident = ProcessMemory.resident(pid) - residentBefore;
            long kept = map.size();
            out.println(Fork.line("entries", kept));
            out.println(Fork.line("payloadBytes", (double) payload * kept / entries));
            out.println(Fork.line("residentBytes", resident));
            out.println(Fork.line("heapBytes", heap));
            out.println(Fork.line("accountedBytes", map.accountedBytes()));
        }
        System.exit(0);
    }

    /** Few entries written over and over: compiled code without memory that the allocator would keep for later. */
    private static void warmUp(MapEntrant entrant, EntryShape shape) {
        try (ByteMap<?> map = entrant.open(shape.size(WARM_UP_ENTRIES))) {
            new MemoryWorker<>(map, shape).fill(WARM_UP_WRITES, WARM_UP_ENTRIES);
        }
    }

    /** Writes entries, again from the first on after so many, and returns the bytes of their keys and values. */
    private long fill(long writes, long distinct) {
        byte[] bytes = new byte[shape.keyLength()];
        long payload = 0;
        for (long i = 0; i < writes; i++) {
            long number = i % distinct;
            shape.writeKey(number, bytes);
            K key = map.key(bytes);
            byte[] value = shape.value(number);
            map.put(key, value);
            payload += bytes.length + value.length;
            if (i % 16 == 0) {
                check(map.get(key), value.length);
            }
        }
        return payload;
    }

    private static void check(byte @Nullable [] found, int length) {
        if (found != null && found.length != length) {
            throw new IllegalStateException(
                    "a value must come back as long as it was: found=" + found.length + ", length=" + length);
        }
    }
}
