package io.slabcache.jcache.internal;

/** What {@code unwrap} does everywhere. */
final class Unwrapping {
    private Unwrapping() {}

    static <T> T unwrap(Object object, Class<T> type) {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw new IllegalArgumentException("the type to unwrap to must be one of the object's: type=" + type.getName()
                + ", object=" + object.getClass().getName());
    }
}
