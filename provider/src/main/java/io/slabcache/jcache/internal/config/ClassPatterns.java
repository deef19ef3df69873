package io.slabcache.jcache.internal.config;

import java.util.List;
import java.util.regex.Pattern;

/** Patterns of class names: a class, a package ({@code a.b.*}), a package with all below it ({@code a.b.**}). */
public final class ClassPatterns {
    private static final String NAME = "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*";
    private static final Pattern CLASS_NAME = Pattern.compile(NAME + "(\\." + NAME + ")*");
    private static final Pattern PATTERN = Pattern.compile(NAME + "(\\." + NAME + ")*(\\.\\*{1,2})?");

    private ClassPatterns() {}

    /**
     * Copies patterns after a look at each.
     *
     * @param patterns the patterns
     * @return an immutable copy
     * @throws IllegalArgumentException if one of them is not a pattern
     */
    public static List<String> validated(List<String> patterns) {
        for (String pattern : patterns) {
            if (!isPattern(pattern)) {
                throw new IllegalArgumentException(
                        "class pattern must be a class name, or a package name followed by .* or .**: pattern="
                                + pattern);
            }
        }
        return List.copyOf(patterns);
    }

    static boolean isPattern(String text) {
        return PATTERN.matcher(text).matches();
    }

    static boolean isClassName(String text) {
        return CLASS_NAME.matcher(text).matches();
    }
}
