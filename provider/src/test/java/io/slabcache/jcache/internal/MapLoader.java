package io.slabcache.jcache.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/** Loads from a map and writes down what it was asked. */
public class MapLoader implements CacheLoader<String, String> {
    private final Map<String, String> source;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /**
     * Creates a loader.
     *
     * @param source what it loads from
     */
    public MapLoader(Map<String, String> source) {
        this.source = source;
    }

    /** Returns what it was asked. */
    public List<String> calls() {
        return calls;
    }

    @Override
    public @Nullable String load(String key) {
        calls.add("load " + key);
        return source.get(key);
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
        Map<String, String> loaded = new HashMap<>();
        List<String> asked = new CopyOnWriteArrayList<>();
        for (String key : keys) {
            asked.add(key);
            loaded.put(key, source.get(key));
        }
        asked.sort(null);
        calls.add("loadAll " + asked);
        return loaded;
    }
}
