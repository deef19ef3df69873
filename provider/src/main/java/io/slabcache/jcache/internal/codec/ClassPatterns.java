package io.slabcache.jcache.internal.codec;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The classes a user allows: exact names ({@code com.acme.User}), packages ({@code com.acme.*}) and packages with all
 * below them ({@code com.acme.**}). Immutable.
 */
final class ClassPatterns {
    private static final String PACKAGE_SUFFIX = ".*";
    private static final String TREE_SUFFIX = ".**";

    private final Set<String> names = new HashSet<>();
    private final Set<String> packages = new HashSet<>();
    private final Set<String> trees = new HashSet<>();

    /**
     * Creates patterns.
     *
     * @param patterns names, {@code package.*} and {@code package.**}
     * @throws IllegalArgumentException if one is none of these
     */
    ClassPatterns(Collection<String> patterns) {
        for (String pattern : patterns) {
            if (pattern.endsWith(TREE_SUFFIX)) {
                trees.add(checked(pattern, pattern.length() - TREE_SUFFIX.length()));
            } else if (pattern.endsWith(PACKAGE_SUFFIX)) {
                packages.add(checked(pattern, pattern.length() - PACKAGE_SUFFIX.length()));
            } else {
                names.add(checked(pattern, pattern.length()));
            }
        }
    }

    /**
     * Tells whether a class is allowed.
     *
     * @param name the class's name, not that of an array
     * @return whether a pattern matches it
     */
    boolean match(String name) {
        if (names.contains(name)) {
            return true;
        }
        int end = name.lastIndexOf('.');
        if (end < 0) {
            return false;
        }
        String prefix = name.substring(0, end);
        if (packages.contains(prefix)) {
            return true;
        }
        while (!trees.contains(prefix)) {
            end = prefix.lastIndexOf('.');
            if (end < 0) {
                return false;
            }
            prefix = prefix.substring(0, end);
        }
        return true;
    }

    /**
     * Tells whether a class is nested in one that is allowed by its name.
     *
     * @param name the class's name
     * @return whether the name of a class around it is among the patterns
     */
    boolean matchEnclosing(String name) {
        for (int end = name.lastIndexOf('$'); end > 0; end = name.lastIndexOf('$', end - 1)) {
            if (names.contains(name.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    private static String checked(String pattern, int end) {
        String name = pattern.substring(0, end);
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "an allowed class must be given by its name, as package.* or as package.**: pattern=" + pattern);
        }
        return name;
    }

    private static boolean isName(String name) {
        boolean start = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (start) {
                if (!Character.isJavaIdentifierStart(c)) {
                    return false;
                }
                start = false;
            } else if (c == '.') {
                start = true;
            } else if (!Character.isJavaIdentifierPart(c)) {
                return false;
            }
        }
        return !start;
    }
}
