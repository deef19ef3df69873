package io.slabcache.jcache.internal.codec;

import java.util.Arrays;
import java.util.Objects;

/** Equality of what was stored by value: {@code equals}, and for arrays their content, since copies are never same. */
final class ContentEquality {
    private ContentEquality() {}

    static boolean equal(Object one, Object other) {
        return Objects.deepEquals(one, other);
    }

    static int hash(Object object) {
        return object.getClass().isArray() ? Arrays.deepHashCode(new Object[] {object}) : object.hashCode();
    }
}
