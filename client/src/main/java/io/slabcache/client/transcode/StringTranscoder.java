package io.slabcache.client.transcode;

import io.slabcache.client.Item;

/**
 * Text as UTF-8 with client flags 0. Nothing is replaced: a text with an unpaired surrogate is refused, and bytes that are
 * no UTF-8 are not decoded.
 */
public final class StringTranscoder implements Transcoder<String> {
    /** Creates a transcoder. */
    public StringTranscoder() {}

    /**
     * Encodes a text.
     *
     * @param value the text
     * @return its UTF-8 form, flags 0
     * @throws IllegalArgumentException if the text has an unpaired surrogate
     */
    @Override
    public Encoded encode(String value) {
        return new Encoded(Utf8.encode(value), 0);
    }

    @Override
    public String decode(Item item) {
        FlagCheck.requireNone(item);
        return Utf8.decode(item.value());
    }
}
