package io.slabcache.client.transcode;

import io.slabcache.client.Item;

/** Bytes as they are, with client flags 0. Other flags are not decoded: the bytes are then something else than bytes. */
public final class BytesTranscoder implements Transcoder<byte[]> {
    /** Creates a transcoder. */
    public BytesTranscoder() {}

    /**
     * Encodes nothing.
     *
     * @param value the bytes, not copied
     * @return the same bytes, flags 0
     */
    @Override
    public Encoded encode(byte[] value) {
        return new Encoded(value, 0);
    }

    /**
     * Decodes nothing.
     *
     * @param item what a node had
     * @return the item's bytes, not copied
     * @throws UndecodableItemException if the flags are not 0
     */
    @Override
    public byte[] decode(Item item) {
        FlagCheck.requireNone(item);
        return item.value();
    }
}
