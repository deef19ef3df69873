package io.slabcache.client.transcode;

import io.slabcache.client.Item;

/** Says no to client flags that a transcoder does not know. */
final class FlagCheck {
    private FlagCheck() {}

    static void requireNone(Item item) {
        if (item.clientFlags() != 0) {
            throw unknown("0", item);
        }
    }

    static UndecodableItemException unknown(String known, Item item) {
        return new UndecodableItemException(
                "client flags must be " + known + ": clientFlags=0x" + Integer.toHexString(item.clientFlags())
                        + ", valueLength=" + item.value().length,
                null);
    }
}
