package io.slabcache.jcache.internal.codec;

import java.io.ObjectInputFilter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filter of one serialized object: bounds its depth, and what it may make the reader allocate, by its bytes. Which
 * classes it may name was decided when they were resolved; classes that come here beside those are what
 * {@code readResolve} of an allowed class returned.
 */
final class GraphLimits implements ObjectInputFilter {
    /** The deepest nesting of objects; deeper ones need more stack than a thread can be expected to have. */
    static final int MAX_DEPTH = 1_000;

    /**
     * How often the bytes may be claimed by arrays. Once would do for the arrays in the stream, but collections ask for
     * the tables they are going to allocate, too.
     */
    private static final int ARRAY_FACTOR = 2;

    /** What small collections may claim beside. */
    private static final long ARRAY_ALLOWANCE = 256;

    /** A hash table has more places than entries, and an entry has several bytes. */
    private static final int TABLE_DIVISOR = 8;

    private static final Map<Class<?>, Integer> ELEMENT_BYTES = Map.of(
            short.class, Short.BYTES,
            char.class, Character.BYTES,
            int.class, Integer.BYTES,
            long.class, Long.BYTES,
            float.class, Float.BYTES,
            double.class, Double.BYTES);

    private final int length;
    private long claimed;
    private @Nullable String rejection;
    private @Nullable Class<?> lastClass;

    /**
     * Creates a filter.
     *
     * @param length the bytes of the serialized object
     */
    GraphLimits(int length) {
        this.length = length;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type != null) {
            lastClass = type;
        }
        if (info.depth() > MAX_DEPTH) {
            return reject("objects are nested too deeply: depth=" + info.depth() + ", maxDepth=" + MAX_DEPTH);
        }
        if (info.references() > length) {
            return reject("more objects than bytes: references=" + info.references() + ", length=" + length);
        }
        if (type != null && info.arrayLength() >= 0) {
            claimed += bytesOf(type, info.arrayLength());
            if (claimed > ARRAY_FACTOR * (long) length + ARRAY_ALLOWANCE) {
                return reject("arrays are larger than the bytes they would come from: class=" + type.getName()
                        + ", arrayLength=" + info.arrayLength() + ", length=" + length);
            }
        }
        return type == null ? Status.UNDECIDED : Status.ALLOWED;
    }

    /**
     * Returns why this filter has rejected the object.
     *
     * @return the limit and what exceeded it, or null if it has not
     */
    @Nullable
    String rejection() {
        return rejection;
    }

    /**
     * Returns the class that was asked for last.
     *
     * @return a class, or null if none was
     */
    @Nullable
    Class<?> lastClass() {
        return lastClass;
    }

    private Status reject(String reason) {
        rejection = reason;
        return Status.REJECTED;
    }

    /** How many bytes the elements of an array have at least in the stream. */
    private static long bytesOf(Class<?> type, long arrayLength) {
        if (type == Map.Entry[].class) {
            return arrayLength / TABLE_DIVISOR;
        }
        Class<?> component = type.getComponentType();
        return component == null ? arrayLength : arrayLength * ELEMENT_BYTES.getOrDefault(component, 1);
    }
}
