package io.slabcache.jcache.internal.codec;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The classes that one manager has serialized. A mark lives in the class it marks and refers to nothing, so neither the
 * class nor its loader is kept alive.
 */
final class LearnedClasses {
    private final Marks marks = new Marks();

    /**
     * Marks a class, or of an array the class of its elements.
     *
     * @param type the class
     */
    void add(Class<?> type) {
        AtomicBoolean mark = marks.get(ClassRules.elementType(type));
        if (!mark.get()) {
            mark.set(true);
        }
    }

    /**
     * Tells whether a class was marked.
     *
     * @param type the class, not that of an array
     * @return whether it was marked
     */
    boolean contains(Class<?> type) {
        return marks.get(type).get();
    }

    private static final class Marks extends ClassValue<AtomicBoolean> {
        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
            return new AtomicBoolean();
        }
    }
}
