package io.slabcache.examples.quickstart;

import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/** Adds one to a count, from nothing to 1: reading and writing are one step, whatever other threads do. */
final class Increment implements EntryProcessor<String, Long, Long> {
    @Override
    public Long process(MutableEntry<String, Long> entry, Object... arguments) {
        long count = entry.exists() ? entry.getValue() + 1 : 1;
        entry.setValue(count);
        return count;
    }
}
