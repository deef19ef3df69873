package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.RefusedClassException;
import java.util.Collection;

/**
 * Decides which classes may be deserialized: those of {@link JdkClasses}, the user's patterns, enums and records nested
 * in a class of the patterns, and those the manager itself has written, if it learns. An array may be what its elements
 * may be.
 */
final class ClassRules {
    private final ClassPatterns patterns;
    private final LearnedClasses learned = new LearnedClasses();
    private final boolean learnWritten;

    /**
     * Creates rules.
     *
     * @param patterns the user's patterns
     * @param learnWritten whether classes that are written may be read
     * @throws IllegalArgumentException if a pattern is malformed
     */
    ClassRules(Collection<String> patterns, boolean learnWritten) {
        this.patterns = new ClassPatterns(patterns);
        this.learnWritten = learnWritten;
    }

    /**
     * Notes that a class was written.
     *
     * @param type the class
     */
    void written(Class<?> type) {
        if (learnWritten) {
            learned.add(type);
        }
    }

    /**
     * Refuses a name before anything is loaded, where the name suffices.
     *
     * @param name the name of a class, as in {@link Class#getName()}
     * @throws RefusedClassException if no class of this name is allowed
     */
    void checkName(String name) {
        if (learnWritten) {
            return;
        }
        String element = elementName(name);
        if (!allowsName(element) && !patterns.matchEnclosing(element)) {
            throw new RefusedClassException(element);
        }
    }

    /**
     * Refuses a class.
     *
     * @param type the class, not yet initialized perhaps
     * @throws RefusedClassException if it is not allowed
     */
    void check(Class<?> type) {
        Class<?> element = elementType(type);
        if (element.isPrimitive()) {
            return;
        }
        String name = element.getName();
        boolean data = element.isEnum() || element.isRecord();
        if (!allowsName(name)
                && !(data && patterns.matchEnclosing(name))
                && !(learnWritten && learned.contains(element))) {
            throw new RefusedClassException(name);
        }
    }

    /**
     * Strips the dimensions of an array.
     *
     * @param type a class
     * @return the class itself, or that of the array's elements
     */
    static Class<?> elementType(Class<?> type) {
        Class<?> element = type;
        for (Class<?> next = type; next != null; next = next.getComponentType()) {
            element = next;
        }
        return element;
    }

    private boolean allowsName(String name) {
        return name.isEmpty() || JdkClasses.NAMES.contains(name) || patterns.match(name);
    }

    /** Strips the dimensions of an array's name; gives the empty string for primitive elements. */
    private static String elementName(String name) {
        int dimensions = 0;
        while (dimensions < name.length() && name.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions == 0) {
            return ClassResolver.isPrimitive(name) ? "" : name;
        }
        boolean isObject = name.startsWith("L", dimensions) && name.endsWith(";");
        return isObject ? name.substring(dimensions + 1, name.length() - 1) : "";
    }
}
