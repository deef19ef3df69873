package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.RefusedClassException;
import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * The filter that the whole process has for what is deserialized, asked about one encoded object that is read without serialization: about
 * its users' classes, how deep their objects lie and how many objects there were until then.
 */
final class ProcessFilter {
    private final ObjectInputFilter filter;
    private final int length;
    private long references;

    private ProcessFilter(ObjectInputFilter filter, int length) {
        this.filter = filter;
        this.length = length;
    }

    /**
     * Begins with an encoded object.
     *
     * @param length its bytes
     * @return what asks the filter, or null if the process has none
     */
    static @Nullable ProcessFilter begin(int length) {
        ObjectInputFilter filter = ObjectInputFilter.Config.getSerialFilter();
        return filter == null ? null : new ProcessFilter(filter, length);
    }

    /** Counts an object about whose class nobody is asked, since it is made of its bytes alone. */
    void count() {
        references++;
    }

    /**
     * Counts an object and asks about it.
     *
     * @param type its class
     * @param depth 1 for the object that was encoded, one more for each object around
     * @throws RefusedClassException if the filter rejects it
     */
    void check(Class<?> type, int depth) {
        count();
        if (filter.checkInput(new Info(type, depth, references, length)) == ObjectInputFilter.Status.REJECTED) {
            throw new RefusedClassException(type.getName());
        }
    }

    private record Info(Class<?> serialClass, long depth, long references, long streamBytes)
            implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }
    }
}
