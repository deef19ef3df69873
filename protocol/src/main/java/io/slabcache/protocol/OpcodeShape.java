package io.slabcache.protocol;

/**
 * Which sections the body of a request and of its successful response consist of.
 *
 * <pre>
 *  shape                        request                                     response (status 0)
 *  GET                          K                                           E flags(4) V
 *  GET_WITH_KEY                 K                                           E flags(4) K V
 *  STORE                        E flags(4) exptime(4) K V                   -
 *  CONCATENATE                  K V                                         -
 *  DELETE                       K                                           -
 *  COUNTER                      E delta(8) initial(8) exptime(4) K          V counter(8)
 *  FLUSH                        - or E exptime(4)                           -
 *  BARE                         -                                           -
 *  TEXT                         -                                           V text
 *  STAT                         K or -                                      K name V value, last one empty
 *  TOUCH                        E exptime(4) K                              - or E flags(4)
 *  GET_AND_TOUCH                E exptime(4) K                              E flags(4) V
 *  GET_AND_TOUCH_WITH_KEY       E exptime(4) K                              E flags(4) K V
 *  SASL                         K mechanism V message                       V text
 * </pre>
 *
 * <p>A value may be empty wherever there may be one. A request of another shape is answered with {@link Status#INVALID_ARGUMENTS}.
 * A response of another shape is malformed. Responses with another status have no fixed shape.
 */
public enum OpcodeShape {
    /** Retrieval by key; the response does not repeat the key. */
    GET(Extras.NONE, Presence.REQUIRED, Presence.ABSENT, Extras.FLAGS, Presence.ABSENT, Presence.OPTIONAL),
    /** Retrieval by key; the response repeats the key. */
    GET_WITH_KEY(Extras.NONE, Presence.REQUIRED, Presence.ABSENT, Extras.FLAGS, Presence.REQUIRED, Presence.OPTIONAL),
    /** Storage of a whole value. */
    STORE(Extras.FLAGS_EXPTIME, Presence.REQUIRED, Presence.OPTIONAL, Extras.NONE, Presence.ABSENT, Presence.ABSENT),
    /** Extension of a value at either end. */
    CONCATENATE(Extras.NONE, Presence.REQUIRED, Presence.OPTIONAL, Extras.NONE, Presence.ABSENT, Presence.ABSENT),
    /** Removal by key. */
    DELETE(Extras.NONE, Presence.REQUIRED, Presence.ABSENT, Extras.NONE, Presence.ABSENT, Presence.ABSENT),
    /** Arithmetic on a decimal counter. */
    COUNTER(Extras.COUNTER, Presence.REQUIRED, Presence.ABSENT, Extras.NONE, Presence.ABSENT, Presence.REQUIRED),
    /** Invalidation of everything, at once or at a time. */
    FLUSH(
            Extras.NONE | Extras.EXPTIME,
            Presence.ABSENT,
            Presence.ABSENT,
            Extras.NONE,
            Presence.ABSENT,
            Presence.ABSENT),
    /** A header alone, both ways. */
    BARE(Extras.NONE, Presence.ABSENT, Presence.ABSENT, Extras.NONE, Presence.ABSENT, Presence.ABSENT),
    /** A header alone, answered with a text. */
    TEXT(Extras.NONE, Presence.ABSENT, Presence.ABSENT, Extras.NONE, Presence.ABSENT, Presence.OPTIONAL),
    /** A group of statistics, answered with one frame per statistic and an empty one. */
    STAT(Extras.NONE, Presence.OPTIONAL, Presence.ABSENT, Extras.NONE, Presence.OPTIONAL, Presence.OPTIONAL),
    /** A new expiry for a key; memcached answers with the item's client flags, though no text says so. */
    TOUCH(
            Extras.EXPTIME,
            Presence.REQUIRED,
            Presence.ABSENT,
            Extras.NONE | Extras.FLAGS,
            Presence.ABSENT,
            Presence.ABSENT),
    /** Retrieval with a new expiry; the response does not repeat the key. */
    GET_AND_TOUCH(Extras.EXPTIME, Presence.REQUIRED, Presence.ABSENT, Extras.FLAGS, Presence.ABSENT, Presence.OPTIONAL),
    /** Retrieval with a new expiry; the response repeats the key. */
    GET_AND_TOUCH_WITH_KEY(
            Extras.EXPTIME, Presence.REQUIRED, Presence.ABSENT, Extras.FLAGS, Presence.REQUIRED, Presence.OPTIONAL),
    /** A step of authentication. */
    SASL(Extras.NONE, Presence.REQUIRED, Presence.OPTIONAL, Extras.NONE, Presence.ABSENT, Presence.OPTIONAL);

    private final int requestExtras;
    private final Presence requestKey;
    private final Presence requestValue;
    private final int responseExtras;
    private final Presence responseKey;
    private final Presence responseValue;

    OpcodeShape(
            int requestExtras,
            Presence requestKey,
            Presence requestValue,
            int responseExtras,
            Presence responseKey,
            Presence responseValue) {
        this.requestExtras = requestExtras;
        this.requestKey = requestKey;
        this.requestValue = requestValue;
        this.responseExtras = responseExtras;
        this.responseKey = responseKey;
        this.responseValue = responseValue;
    }

    /**
     * Tells whether a request's body may consist of sections of these lengths.
     *
     * @param extrasLength the length of the extras in bytes
     * @param keyLength the length of the key in bytes
     * @param valueLength the length of the value in bytes
     * @return true if it may
     */
    public boolean allowsRequest(int extrasLength, int keyLength, int valueLength) {
        return Extras.allow(requestExtras, extrasLength)
                && keyLength <= FrameLayout.MAX_KEY_LENGTH
                && requestKey.allows(keyLength)
                && requestValue.allows(valueLength);
    }

    /**
     * Tells whether a successful response's body may consist of sections of these lengths.
     *
     * @param extrasLength the length of the extras in bytes
     * @param keyLength the length of the key in bytes
     * @param valueLength the length of the value in bytes
     * @return true if it may
     */
    public boolean allowsResponse(int extrasLength, int keyLength, int valueLength) {
        return Extras.allow(responseExtras, extrasLength)
                && responseKey.allows(keyLength)
                && responseValue.allows(valueLength)
                && (this != COUNTER || valueLength == FrameLayout.COUNTER_LENGTH);
    }

    /**
     * Returns whether requests of this shape have a key.
     *
     * @return the rule for the key
     */
    public Presence requestKey() {
        return requestKey;
    }

    /**
     * Returns whether requests of this shape have a value.
     *
     * @return the rule for the value
     */
    public Presence requestValue() {
        return requestValue;
    }

    /**
     * Returns whether successful responses of this shape have a key.
     *
     * @return the rule for the key
     */
    public Presence responseKey() {
        return responseKey;
    }

    /**
     * Returns whether successful responses of this shape have a value.
     *
     * @return the rule for the value
     */
    public Presence responseValue() {
        return responseValue;
    }

    /** Sets of legal lengths of extras: bit n stands for n bytes. */
    private static final class Extras {
        static final int NONE = 1;
        static final int FLAGS = 1 << FrameLayout.FLAGS_LENGTH;
        static final int EXPTIME = 1 << FrameLayout.EXPTIME_LENGTH;
        static final int FLAGS_EXPTIME = 1 << FrameLayout.STORE_EXTRAS_LENGTH;
        static final int COUNTER = 1 << FrameLayout.COUNTER_EXTRAS_LENGTH;

        static boolean allow(int set, int length) {
            return length >= 0 && length < Integer.SIZE && (set >>> length & 1) != 0;
        }
    }
}
