package io.slabcache.bench.engine;

import io.slabcache.bench.embedded.Work;
import io.slabcache.bench.map.ByteMap;

/**
 * What one thread repeats on a raw store.
 *
 * @param <K> the form in which the store takes a key
 */
abstract class EngineWork<K> implements Work {
    final ByteMap<K> map;
    private final Object[] keys;
    private final int mask;
    private final byte[] target;
    private final byte[] value;
    private int next;

    /** Read by nobody: an array that could not be seen need not be made. */
    private byte[] last;

    private EngineWork(ByteMap<K> map, Object[] keys, int valueLength, int number) {
        if (Integer.bitCount(keys.length) != 1) {
            throw new IllegalArgumentException("the number of keys must be a power of two: keys=" + keys.length);
        }
        this.map = map;
        this.keys = keys;
        this.mask = keys.length - 1;
        this.target = new byte[valueLength];
        this.value = EngineKeys.value(valueLength, number);
        this.last = target;
    }

    /**
     * Returns the work of one thread.
     *
     * @param map the store
     * @param task what is repeated
     * @param keys its keys in their order, a power of two of them
     * @param number the thread's
     */
    static <K> EngineWork<K> of(ByteMap<K> map, EngineTask task, Object[] keys, int number) {
        int length = task.valueLength();
        return switch (task.mix()) {
            case GET_INTO -> new GetInto<>(map, keys, length, number);
            case GET_NEW -> new GetNew<>(map, keys, length, number);
            case MISS -> new Miss<>(map, keys, length, number);
            case OVERWRITE -> new Overwrite<>(map, keys, length, number);
            case READS_95 -> new Mixed<>(map, keys, length, number, 20);
            case READS_50 -> new Mixed<>(map, keys, length, number, 2);
        };
    }

    @SuppressWarnings("unchecked")
    final K nextKey() {
        int index = next;
        next = index + 1 & mask;
        // made by the map itself
        return (K) keys[index];
    }

    final void getInto() {
        int length = map.getInto(nextKey(), target);
        if (length != target.length) {
            throw new IllegalStateException("the value must be there: length=" + length);
        }
    }

    final void getNew() {
        byte[] found = map.get(nextKey());
        if (found == null || found.length != target.length) {
            throw new IllegalStateException("the value must be there");
        }
        last = found;
    }

    final void miss() {
        int length = map.getInto(nextKey(), target);
        if (length != ByteMap.MISS) {
            throw new IllegalStateException("the key must be absent: length=" + length);
        }
    }

    final void overwrite() {
        map.put(nextKey(), value);
    }

    private static final class GetInto<K> extends EngineWork<K> {
        GetInto(ByteMap<K> map, Object[] keys, int valueLength, int number) {
            super(map, keys, valueLength, number);
        }

        @Override
        public void run(int operations) {
            for (int i = 0; i < operations; i++) {
                getInto();
            }
        }
    }

    private static final class GetNew<K> extends EngineWork<K> {
        GetNew(ByteMap<K> map, Object[] keys, int valueLength, int number) {
            super(map, keys, valueLength, number);
        }

        @Override
        public void run(int operations) {
            for (int i = 0; i < operations; i++) {
                getNew();
            }
        }
    }

    private static final class Miss<K> extends EngineWork<K> {
        Miss(ByteMap<K> map, Object[] keys, int valueLength, int number) {
            super(map, keys, valueLength, number);
        }

        @Override
        public void run(int operations) {
            for (int i = 0; i < operations; i++) {
                miss();
            }
        }
    }

    private static final class Overwrite<K> extends EngineWork<K> {
        Overwrite(ByteMap<K> map, Object[] keys, int valueLength, int number) {
            super(map, keys, valueLength, number);
        }

        @Override
        public void run(int operations) {
            for (int i = 0; i < operations; i++) {
                overwrite();
            }
        }
    }

    /** One operation in so many is a write. */
    private static final class Mixed<K> extends EngineWork<K> {
        private final int writes;
        private int untilWrite;

        Mixed(ByteMap<K> map, Object[] keys, int valueLength, int number, int writes) {
            super(map, keys, valueLength, number);
            this.writes = writes;
            this.untilWrite = number % writes;
        }

        @Override
        public void run(int operations) {
            for (int i = 0; i < operations; i++) {
                if (--untilWrite < 0) {
                    untilWrite = writes - 1;
                    overwrite();
                } else {
                    getInto();
                }
            }
        }
    }
}
