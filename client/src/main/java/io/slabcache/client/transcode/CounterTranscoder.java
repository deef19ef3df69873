package io.slabcache.client.transcode;

import io.slabcache.client.Item;
import io.slabcache.protocol.CounterText;

/**
 * Numbers as memcached counts: decimal digits with client flags 0, unsigned 64 bits. Increment and decrement work on what this
 * transcoder stored, and blanks that memcached leaves behind a number that became shorter are read over.
 */
public final class CounterTranscoder implements Transcoder<Long> {
    /** Creates a transcoder. */
    public CounterTranscoder() {}

    /**
     * Encodes a count.
     *
     * @param value the count, unsigned
     * @return its decimal digits, flags 0
     */
    @Override
    public Encoded encode(Long value) {
        return new Encoded(CounterText.format(value), 0);
    }

    /**
     * Decodes a count.
     *
     * @param item what a node had
     * @return the count, unsigned
     * @throws UndecodableItemException if the flags are not 0, or the value is no decimal number of 64 bits
     */
    @Override
    public Long decode(Item item) {
        FlagCheck.requireNone(item);
        byte[] value = item.value();
        if (!CounterText.isCounter(value)) {
            throw new UndecodableItemException(
                    "counter must be decimal digits of a number of 64 bits: valueLength=" + value.length, null);
        }
        return CounterText.parse(value);
    }
}
