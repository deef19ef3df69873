package io.slabcache.client.transcode;

import io.slabcache.client.Item;

/**
 * Turns values into bytes with client flags and back. Safe for use by several threads.
 *
 * @param <V> the type of the values
 */
public interface Transcoder<V> {
    /**
     * Encodes a value.
     *
     * @param value the value
     * @return its bytes and client flags
     */
    Encoded encode(V value);

    /**
     * Decodes an item.
     *
     * @param item what a node had
     * @return the value
     * @throws UndecodableItemException if the flags or the bytes are not of this transcoder's making
     */
    V decode(Item item);
}
