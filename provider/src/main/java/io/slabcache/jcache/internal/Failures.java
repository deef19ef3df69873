package io.slabcache.jcache.internal;

import org.jspecify.annotations.Nullable;

/** Joins the failures of what had to go on after the first of them. */
final class Failures {
    private Failures() {}

    /** Returns the earlier failure with the later one suppressed in it, or the one that there is. */
    static <E extends RuntimeException> @Nullable E merge(@Nullable E earlier, @Nullable E later) {
        if (earlier == null || earlier == later) {
            return later;
        }
        if (later != null) {
            earlier.addSuppressed(later);
        }
        return earlier;
    }

    static void throwIfAny(@Nullable RuntimeException failure) {
        if (failure != null) {
            throw failure;
        }
    }
}
