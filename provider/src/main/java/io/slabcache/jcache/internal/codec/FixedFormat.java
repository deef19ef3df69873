package io.slabcache.jcache.internal.codec;

/**
 * A format whose objects all have the same length.
 *
 * @param <T> the class
 */
final class FixedFormat<T> implements Format<T> {
    private final TypeTag tag;
    private final int length;
    private final Putter<T> putter;
    private final Getter<T> getter;

    /**
     * Creates a format.
     *
     * @param tag its tag
     * @param length the bytes behind the tag
     * @param putter writes them
     * @param getter reads them
     */
    FixedFormat(TypeTag tag, int length, Putter<T> putter, Getter<T> getter) {
        this.tag = tag;
        this.length = length;
        this.putter = putter;
        this.getter = getter;
    }

    @Override
    public byte[] encode(T object, int headroom) {
        byte[] bytes = Format.allocate(headroom, tag, length);
        putter.put(object, bytes, headroom + 1);
        return bytes;
    }

    @Override
    public T decode(TypeTag tag, byte[] bytes, int offset, int length) {
        if (length != this.length) {
            throw new MalformedForm("the length must be " + this.length, tag, offset, length, null);
        }
        return getter.get(bytes, offset);
    }

    /** Writes an object. */
    @FunctionalInterface
    interface Putter<T> {
        /**
         * Writes an object.
         *
         * @param object the object
         * @param bytes receives it
         * @param offset where it starts
         */
        void put(T object, byte[] bytes, int offset);
    }

    /** Reads an object. */
    @FunctionalInterface
    interface Getter<T> {
        /**
         * Reads an object.
         *
         * @param bytes holds it
         * @param offset where it starts
         * @return the object
         */
        T get(byte[] bytes, int offset);
    }
}
