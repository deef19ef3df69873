package io.slabcache.protocol;

/** What {@link MetadumpDecoder#decode} has found. */
public enum MetadumpState {
    /** No whole line; decode again when there are more bytes. */
    INCOMPLETE,
    /** An item, whose fields can be read. */
    ITEM,
    /** The end of the answer, after all items. */
    END,
    /** The end of the answer: the server is busy with another crawl, try again later. */
    BUSY,
    /** The end of the answer: the server refuses the command, see {@link MetadumpDecoder#errorText}. */
    REFUSED
}
