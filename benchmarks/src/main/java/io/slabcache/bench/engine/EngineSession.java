package io.slabcache.bench.engine;

import io.slabcache.bench.embedded.Distribution;
import io.slabcache.bench.embedded.KeySequences;
import io.slabcache.bench.embedded.TightLoad;
import io.slabcache.bench.harness.Figures;
import io.slabcache.bench.harness.Session;
import io.slabcache.bench.harness.Task;
import io.slabcache.bench.map.ByteMap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A store under load, made and filled anew when a task wants values of another length. */
final class EngineSession implements Session {
    /** Makes stores. */
    interface Maker {
        /** Makes an empty store for all entries with values of a length. */
        ByteMap<?> make(int valueLength);
    }

    private final Maker maker;
    private @Nullable Filled<?> filled;

    EngineSession(Maker maker) {
        this.maker = maker;
    }

    @Override
    public Figures run(Task task, long millis) throws Exception {
        EngineTask wanted = (EngineTask) task;
        Filled<?> current = filled;
        if (current == null || current.valueLength != wanted.valueLength()) {
            close();
            current = Filled.with(maker.make(wanted.valueLength()), wanted.valueLength());
            filled = current;
        }
        return current.run(wanted, millis);
    }

    @Override
    public void close() throws Exception {
        if (filled != null) {
            filled.map.close();
            filled = null;
        }
    }

    /** A store with all entries, and the keys that were asked for. */
    private static final class Filled<K> {
        private final ByteMap<K> map;
        private final int valueLength;
        private final KeySequences<K> sequences;

        private Filled(ByteMap<K> map, int valueLength) {
            this.map = map;
            this.valueLength = valueLength;
            this.sequences = new KeySequences<>(index -> map.key(EngineKeys.key(index)));
        }

        static <K> Filled<K> with(ByteMap<K> map, int valueLength) {
            for (int i = 0; i < EngineKeys.COUNT; i++) {
                map.put(map.key(EngineKeys.key(i)), EngineKeys.value(valueLength, i));
            }
            return new Filled<>(map, valueLength);
        }

        Figures run(EngineTask task, long millis) throws InterruptedException {
            Object[][] keys = keys(task);
            List<EngineWork<K>> works = new ArrayList<>();
            for (int thread = 0; thread < task.threads(); thread++) {
                works.add(EngineWork.of(map, task, keys[thread], thread));
            }
            return TightLoad.run(works, millis);
        }

        private Object[][] keys(EngineTask task) {
            int threads = task.threads();
            boolean absent = task.mix() == EngineTask.Mix.MISS;
            String name = task.distribution() + " " + threads + (absent ? " absent" : "");
            return sequences.of(name, () -> {
                int[][] indexes = task.distribution() == Distribution.ONE_STRIPE
                        ? oneStripe(threads)
                        : task.distribution().sequences(EngineKeys.COUNT, threads, KeySequences.length(threads));
                for (int[] sequence : indexes) {
                    for (int i = 0; absent && i < sequence.length; i++) {
                        sequence[i] += EngineKeys.COUNT;
                    }
                }
                return indexes;
            });
        }

        private int[][] oneStripe(int threads) {
            long lock = map.lockOf(map.key(EngineKeys.key(0)));
            int[] sharing = IntStream.range(0, EngineKeys.COUNT)
                    .filter(index -> map.lockOf(map.key(EngineKeys.key(index))) == lock)
                    .toArray();
            int[][] indexes = Distribution.UNIFORM.sequences(sharing.length, threads, KeySequences.length(threads));
            for (int[] sequence : indexes) {
                for (int i = 0; i < sequence.length; i++) {
                    sequence[i] = sharing[sequence[i]];
                }
            }
            return indexes;
        }
    }
}
