package io.slabcache.jcache.internal.remote;

/** What an item under an entry's key is to the cache. */
enum Verdict {
    /** An entry. */
    LIVE,
    /** Nobody's entry, but somebody loads it. */
    LEASED,
    /** What was an entry until its time came. */
    EXPIRED,
    /** Nothing: of an earlier generation, of another key with the same hash, a lease whose time has come. */
    DEAD,
    /** Of a generation that is not known yet: whoever asks for the generation once more will know. */
    UNCERTAIN
}
