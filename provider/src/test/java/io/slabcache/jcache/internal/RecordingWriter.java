package io.slabcache.jcache.internal;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/** Writes down what it is asked to write and fails where it is told to. */
final class RecordingWriter implements CacheWriter<String, String> {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile Predicate<Object> failing = key -> false;

    List<String> calls() {
        return calls;
    }

    void failFor(Predicate<Object> keys) {
        failing = keys;
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        failIf(entry.getKey());
        calls.add("write " + entry.getKey() + "=" + entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
        Iterator<Cache.Entry<? extends String, ? extends String>> rest = entries.iterator();
        while (rest.hasNext()) {
            write(rest.next());
            rest.remove();
        }
    }

    @Override
    public void delete(Object key) {
        failIf(key);
        calls.add("delete " + key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        Iterator<?> rest = keys.iterator();
        while (rest.hasNext()) {
            delete(rest.next());
            rest.remove();
        }
    }

    private void failIf(Object key) {
        if (failing.test(key)) {
            throw new IllegalStateException("the writer was told to fail: key=" + key);
        }
    }
}
