package io.slabcache.protocol;

/** What {@link TextResponseDecoder#decode} has found. */
public enum TextResponseState {
    /** Nothing that could be told without more bytes. */
    INCOMPLETE,
    /** A line of fixed wording, or an error. */
    REPLY,
    /** The new number of a counter. */
    COUNTER,
    /** The head of an item of a classic retrieval; its value follows. */
    VALUE_HEAD,
    /** A meta answer without a value. */
    META,
    /** A meta answer with a value, which follows. */
    META_VALUE_HEAD,
    /** A piece of a value. */
    DATA,
    /** The end of a value. */
    DATA_END,
    /** A line of words: of statistics, the version, and what meta debug tells. */
    WORDS
}
