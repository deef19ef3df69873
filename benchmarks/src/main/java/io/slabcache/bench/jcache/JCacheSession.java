package io.slabcache.bench.jcache;

import io.slabcache.bench.embedded.KeySequences;
import io.slabcache.bench.embedded.TightLoad;
import io.slabcache.bench.harness.Figures;
import io.slabcache.bench.harness.Session;
import io.slabcache.bench.harness.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/** A provider under load; a task with other classes of entries has another cache, and the one before is destroyed. */
final class JCacheSession implements Session {
    /** How many entries are put at once. */
    static final int BULK = 256;

    private final JCacheEntrant entrant;
    private final CacheManager manager;
    private @Nullable Filled filled;

    JCacheSession(JCacheEntrant entrant) {
        this.entrant = entrant;
        this.manager = entrant.manager();
    }

    @Override
    public Figures run(Task task, long millis) throws Exception {
        JCacheTask wanted = (JCacheTask) task;
        Filled current = filled;
        if (current == null || current.entries != wanted.entries()) {
            if (current != null) {
                manager.destroyCache(current.cache.getName());
            }
            current = fill(wanted.entries());
            filled = current;
        }
        return current.run(wanted, millis);
    }

    @SuppressWarnings("unchecked")
    private Filled fill(Entries entries) {
        Cache<Object, Object> cache = (Cache<Object, Object>)
                entrant.create(manager, entries.name(), entries.keyClass(), entries.valueClass());
        fill(cache, entries, Entries.COUNT / BULK);
        return new Filled(cache, entries);
    }

    /** Puts the first entries, so many bulks of {@link #BULK}; several bulks at once, since some providers wait for each. */
    static void fill(Cache<Object, Object> cache, Entries entries, int bulks) {
        IntStream.range(0, bulks).parallel().forEach(bulk -> {
            // a map that can be asked for the key null, as the reference implementation does
            Map<Object, Object> some = new HashMap<>();
            for (int i = bulk * BULK; i < (bulk + 1) * BULK; i++) {
                some.put(entries.key(i), entries.value(i));
            }
            cache.putAll(some);
        });
    }

    @Override
    public void close() {
        manager.close();
    }

    /** A cache with all entries, and the keys that were asked for. */
    private static final class Filled {
        private final Cache<Object, Object> cache;
        private final Entries entries;
        private final KeySequences<Object> sequences;

        Filled(Cache<Object, Object> cache, Entries entries) {
            this.cache = cache;
            this.entries = entries;
            this.sequences = new KeySequences<>(entries::key);
        }

        Figures run(JCacheTask task, long millis) throws InterruptedException {
            int threads = task.threads();
            Object[][] keys = sequences.of(
                    task.distribution() + " " + threads,
                    () -> task.distribution().sequences(Entries.COUNT, threads, KeySequences.length(threads)));
            List<JCacheWork> works = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                works.add(new JCacheWork(cache, task, keys[thread], thread));
            }
            return TightLoad.run(works, millis);
        }
    }
}
