package io.slabcache.client.transcode;

/** What a format does with values that have no form of their own in it. */
interface ObjectFormat {
    /**
     * Encodes an object.
     *
     * @throws IllegalArgumentException if it cannot be, or may not
     */
    byte[] encode(Object value);

    /**
     * Decodes an object.
     *
     * @throws UndecodableItemException if it cannot be, or may not
     */
    Object decode(byte[] bytes);
}
