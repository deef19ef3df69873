package io.slabcache.jcache.internal;

import org.jspecify.annotations.Nullable;

/** A removal of several entries failed for some of them; the others are removed. */
public final class PartialRemovalException extends BackingException {
    private static final long serialVersionUID = 1L;

    /** How many entries were removed. */
    private final long removed;

    /**
     * Creates an exception.
     *
     * @param message what must hold, then the values
     * @param cause what was thrown below, or null
     * @param removed how many entries were removed
     */
    public PartialRemovalException(@Nullable String message, @Nullable Throwable cause, long removed) {
        super(String.valueOf(message), cause);
        this.removed = removed;
    }

    /**
     * Returns what was done nevertheless.
     *
     * @return how many entries were removed
     */
    public long removed() {
        return removed;
    }
}
