package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import org.jspecify.annotations.Nullable;

/** What the present entry must be like for an operation to take effect. */
sealed interface Condition<V> {
    /** Tells whether the entry is as wanted. */
    boolean holds(CacheContext<?, V> cache, @Nullable StoreItem current);

    /** Tells whether a present entry that is not as wanted counts as accessed. */
    default boolean isMismatchAccess() {
        return false;
    }

    /** Tells whether the entry must be absent. */
    default boolean needsAbsence() {
        return false;
    }

    /** Tells whether the entry may be like anything. */
    default boolean isAny() {
        return false;
    }

    /** Returns the condition that always holds. */
    @SuppressWarnings("unchecked") // It looks at no value.
    static <V> Condition<V> any() {
        return (Condition<V>) Presence.ANY;
    }

    /** Returns the condition that there is no entry. */
    @SuppressWarnings("unchecked") // It looks at no value.
    static <V> Condition<V> absent() {
        return (Condition<V>) Presence.ABSENT;
    }

    /** Returns the condition that there is an entry. */
    @SuppressWarnings("unchecked") // It looks at no value.
    static <V> Condition<V> present() {
        return (Condition<V>) Presence.PRESENT;
    }

    /** A condition on presence alone. */
    enum Presence implements Condition<Object> {
        /** Always holds. */
        ANY,
        /** There is no entry. */
        ABSENT,
        /** There is an entry. */
        PRESENT;

        @Override
        public boolean holds(CacheContext<?, Object> cache, @Nullable StoreItem current) {
            return this == ANY || (current == null) == (this == ABSENT);
        }

        @Override
        public boolean needsAbsence() {
            return this == ABSENT;
        }

        @Override
        public boolean isAny() {
            return this == ANY;
        }
    }

    /** The entry's value equals a given one. */
    final class EqualTo<V> implements Condition<V> {
        private final V value;
        private final byte[] valueBytes;

        EqualTo(V value, byte[] valueBytes) {
            this.value = value;
            this.valueBytes = valueBytes;
        }

        @Override
        public boolean holds(CacheContext<?, V> cache, @Nullable StoreItem current) {
            return current != null && cache.isEqualValue(current.value(), value, valueBytes);
        }

        @Override
        public boolean isMismatchAccess() {
            return true;
        }
    }
}
