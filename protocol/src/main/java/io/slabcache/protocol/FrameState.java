package io.slabcache.protocol;

/** How much of a frame a decoder has found. */
public enum FrameState {
    /** Less than a header. Nothing is known yet; decode again when there are more bytes. */
    HEADER_INCOMPLETE,
    /** The header and not yet the whole body. The header is checked and can be read. */
    BODY_INCOMPLETE,
    /** The whole frame. */
    COMPLETE
}
