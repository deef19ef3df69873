package io.slabcache.protocol;

/** What stands behind the first word of a text command. */
public enum TextShape {
    /** Keys, as many as there are. */
    RETRIEVAL,
    /** An exptime, then keys. */
    TOUCHING_RETRIEVAL,
    /** Key, client flags, exptime, length of the data block that follows the line, and for {@code cas} a token. */
    STORAGE,
    /** Key; a 0 is taken behind it, as older servers wanted it. */
    DELETION,
    /** Key and delta. */
    COUNTER,
    /** Key and exptime. */
    TOUCH,
    /** An exptime or nothing. */
    FLUSH,
    /** A number. */
    LEVEL,
    /** Words whose meaning is the server's. */
    WORDS,
    /** Key and meta flags. */
    META,
    /** Key, length of the data block that follows the line, and meta flags. */
    META_STORAGE,
    /** Key and maybe the flag {@code b}. */
    META_DEBUG;

    /**
     * Tells whether a data block follows the line.
     *
     * @return true for storage commands
     */
    public boolean hasData() {
        return this == STORAGE || this == META_STORAGE;
    }

    /**
     * Tells whether a line of this shape goes through its keys one by one.
     *
     * @return true for retrievals but {@code mg}
     */
    public boolean hasKeys() {
        return this == RETRIEVAL || this == TOUCHING_RETRIEVAL;
    }

    /** Tells whether {@code noreply} may be the line's last word. */
    boolean takesNoreply() {
        return this == STORAGE
                || this == DELETION
                || this == COUNTER
                || this == TOUCH
                || this == FLUSH
                || this == LEVEL;
    }
}
