package io.slabcache.jcache.internal.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody who mistyped a name probably meant. */
final class NearestName {
    private NearestName() {}

    /**
     * Returns the candidate that takes the fewest edits, whole or by its last segment.
     *
     * @param name what was written
     * @param candidates valid names, with dots between segments; the first of equally near ones is taken
     * @return the nearest; null if none is near
     */
    static @Nullable String of(String name, Collection<String> candidates) {
        String wanted = normalized(name);
        @Nullable String nearest = null;
        int least = Math.max(2, wanted.length() / 3) + 1;
        for (String candidate : candidates) {
            String whole = normalized(candidate);
            String last = normalized(candidate.substring(candidate.lastIndexOf('.') + 1));
            int distance = Math.min(editDistance(wanted, whole), editDistance(wanted, last));
            if (distance < least && distance < wanted.length()) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance with two neighbours swapped counted as one edit. */
    static int editDistance(String left, String right) {
        int[] beforePrevious = new int[right.length() + 1];
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                int edits = previous[j - 1] + (same ? 0 : 1);
                edits = Math.min(edits, Math.min(previous[j], current[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    edits = Math.min(edits, beforePrevious[j - 2] + 1);
                }
                current[j] = edits;
            }
            int[] recycled = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = recycled;
        }
        return previous[right.length()];
    }

    /** Makes camel case and underscores as good as hyphens. */
    private static String normalized(String name) {
        return name.replaceAll("(\\p{Ll})(\\p{Lu})", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
