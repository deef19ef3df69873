package io.slabcache.protocol;

/** Whether a section of a frame's body must, may or must not be there. */
public enum Presence {
    /** The section must be empty. */
    ABSENT,
    /** The section may be empty. */
    OPTIONAL,
    /** The section must not be empty. */
    REQUIRED;

    /**
     * Tells whether a section of this length is allowed.
     *
     * @param length the section's length in bytes
     * @return true if it is
     */
    public boolean allows(int length) {
        return length == 0 ? this != REQUIRED : this != ABSENT;
    }
}
