package io.slabcache.protocol;

/** The first words of answers to meta commands. */
public enum MetaStatus {
    /** Done, or a hit without its value. */
    HEADER("HD"),
    /** A hit with its value: the length follows. */
    VALUE("VA"),
    /** A miss of {@code mg} and {@code me}. */
    MISS("EN"),
    /** The key is absent. */
    NOT_FOUND("NF"),
    /** The condition on the key's presence did not hold. */
    NOT_STORED("NS"),
    /** The CAS token is another. */
    EXISTS("EX");

    private final String word;

    MetaStatus(String word) {
        this.word = word;
    }

    /**
     * Returns the status as it is written.
     *
     * @return two letters
     */
    public String word() {
        return word;
    }

    /**
     * Tells whether the flag {@code q} keeps the answer back.
     *
     * @param command a meta command
     * @return true for a miss of {@code mg} and for {@link #HEADER} of the others
     */
    public boolean isQuiet(TextCommand command) {
        return this == MISS || (this == HEADER && command != TextCommand.META_GET);
    }
}
