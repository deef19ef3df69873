package io.slabcache.bench.client;

import java.util.concurrent.Future;

/** What one thread of a load repeats. */
interface Operation {
    /** Does it once and checks the result. */
    void run() throws Exception;

    /** Waits for what is still under way. */
    default void end() throws Exception {}

    /** Returns the operation of a task for the thread of a number. */
    static Operation of(ClientTask task, Contestant contestant, int number) {
        switch (task.kind()) {
            case GET:
                return new Get(contestant, number);
            case SET:
                return new Set(contestant, number);
            case ASYNC:
                return new Async(contestant, number);
            case BULK:
                return new Bulk(contestant, KeyLists.OF_100);
            case BULK_1000:
                return new Bulk(contestant, KeyLists.OF_1000);
            default:
                throw new IllegalArgumentException("no such operation: kind=" + task.kind());
        }
    }

    /** Random keys without a shared generator. */
    final class Indexes {
        private static final long GOLDEN = 0x9E3779B97F4A7C15L;

        private long state;

        Indexes(int number) {
            state = GOLDEN * (number + 1);
        }

        int next() {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            return (int) ((state >>> 33) % Contestant.KEYS);
        }
    }

    /** A get that waits. */
    record Get(Contestant contestant, Indexes indexes) implements Operation {
        Get(Contestant contestant, int number) {
            this(contestant, new Indexes(number));
        }

        @Override
        public void run() throws Exception {
            int length = contestant.get(indexes.next());
            if (length < Contestant.VALUE_LENGTH) {
                throw new IllegalStateException("the value must be there: length=" + length);
            }
        }
    }

    /** A set that waits. */
    record Set(Contestant contestant, Indexes indexes, byte[] value) implements Operation {
        Set(Contestant contestant, int number) {
            this(contestant, new Indexes(number), Keys.value(number));
        }

        @Override
        public void run() throws Exception {
            contestant.set(indexes.next(), value);
        }
    }

    /** Begins a get each time, and waits first for the one that was begun 256 gets before. */
    final class Async implements Operation {
        private static final int IN_FLIGHT = 256;

        private final Contestant contestant;
        private final Indexes indexes;
        private final Future<?>[] window = new Future<?>[IN_FLIGHT];
        private int next;

        Async(Contestant contestant, int number) {
            this.contestant = contestant;
            this.indexes = new Indexes(number);
        }

        @Override
        public void run() throws Exception {
            await(next);
            window[next] = contestant.begin(indexes.next());
            next = (next + 1) % IN_FLIGHT;
        }

        private void await(int place) throws Exception {
            Future<?> oldest = window[place];
            if (oldest != null) {
                window[place] = null;
                if (oldest.get() == null) {
                    throw new IllegalStateException("the value must be there");
                }
            }
        }

        @Override
        public void end() throws Exception {
            for (int i = 0; i < IN_FLIGHT; i++) {
                await(i);
            }
        }
    }

    /** A bulk get that waits. */
    final class Bulk implements Operation {
        private final Contestant contestant;
        private final KeyLists lists;
        private int next;

        Bulk(Contestant contestant, KeyLists lists) {
            this.contestant = contestant;
            this.lists = lists;
        }

        @Override
        public void run() throws Exception {
            int found = contestant.getAll(lists, next);
            if (found != lists.length()) {
                throw new IllegalStateException("all values must be there: found=" + found);
            }
            next = (next + 1) % lists.count();
        }
    }
}
