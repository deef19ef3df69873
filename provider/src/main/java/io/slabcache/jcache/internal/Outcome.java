package io.slabcache.jcache.internal;

/** What became of a conditional step of a {@link Backing}. */
public enum Outcome {
    /** The step took effect. */
    DONE,
    /** Another writer came first, or the key is gone: nothing was changed, look again. */
    LOST,
    /** The step failed where failures are not told: it is taken for not done, and is not to be tried again. */
    DROPPED,
    /** Nobody can tell whether the step took effect; it must not be repeated blindly. */
    UNKNOWN
}
