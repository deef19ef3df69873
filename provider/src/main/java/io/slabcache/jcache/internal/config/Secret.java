package io.slabcache.jcache.internal.config;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password. Nothing tells it but {@link #chars()}. */
public final class Secret {
    /** What is printed in place of a secret. */
    static final String MASK = "***";

    private final char[] chars;

    /**
     * Creates a secret.
     *
     * @param text the password
     */
    public Secret(String text) {
        this.chars = text.toCharArray();
    }

    /**
     * Returns the password.
     *
     * @return a fresh array, to be overwritten after use
     */
    public char[] chars() {
        return chars.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && Arrays.equals(chars, that.chars);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
