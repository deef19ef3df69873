package io.slabcache.bench.jcache;

import io.slabcache.bench.embedded.Work;
import javax.cache.Cache;

/** What one thread repeats on a cache. */
final class JCacheWork implements Work {
    private static final int OPERATIONS_PER_PUT = 20;

    private final Cache<Object, Object> cache;
    private final JCacheTask.Mix mix;
    private final Entries entries;
    private final Object[] keys;
    private final Object value;
    private int next;
    private int untilPut;

    /**
     * Begins with the first key.
     *
     * @param cache holds all keys
     * @param task what is repeated
     * @param keys a power of two of them, in their order
     * @param number the thread's
     */
    JCacheWork(Cache<Object, Object> cache, JCacheTask task, Object[] keys, int number) {
        this.cache = cache;
        this.mix = task.mix();
        this.entries = task.entries();
        this.keys = keys;
        this.value = entries.value(number);
        this.untilPut = number % OPERATIONS_PER_PUT;
    }

    @Override
    public void run(int operations) {
        switch (mix) {
            case GET -> {
                for (int i = 0; i < operations; i++) {
                    get();
                }
            }
            case PUT -> {
                for (int i = 0; i < operations; i++) {
                    cache.put(nextKey(), value);
                }
            }
            case READS_95 -> {
                for (int i = 0; i < operations; i++) {
                    if (--untilPut < 0) {
                        untilPut = OPERATIONS_PER_PUT - 1;
                        cache.put(nextKey(), value);
                    } else {
                        get();
                    }
                }
            }
        }
    }

    private void get() {
        Object found = cache.get(nextKey());
        if (!entries.isValue(found)) {
            throw new IllegalStateException("the value must be there: value=" + found);
        }
    }

    private Object nextKey() {
        int index = next;
        next = index + 1 & keys.length - 1;
        return keys[index];
    }
}
