package io.slabcache.protocol;

/** What {@link TextRequestDecoder#decode} has found. */
public enum TextRequestState {
    /** Nothing that could be told without more bytes. */
    INCOMPLETE,
    /** A whole command without keys in a row and without data. */
    COMMAND,
    /** The next key of a retrieval. */
    KEY,
    /** The end of a retrieval's keys. */
    KEYS_END,
    /** The line of a storage command; its data block follows. */
    DATA_HEAD,
    /** A piece of the data block. */
    DATA,
    /** The end of the data block: the command can be carried out. */
    DATA_END,
    /** A line that is no command, or not like this, or the end of a data block that is none; to be answered with the error. */
    REFUSED
}
