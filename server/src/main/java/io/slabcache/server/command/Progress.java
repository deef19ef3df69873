package io.slabcache.server.command;

/** Why a conversation has stopped taking bytes. */
public enum Progress {
    /** Everything that was there has been taken; there may be more. */
    MORE,
    /** The output is full: what is left of the bytes is to be offered again when it has drained. */
    BLOCKED,
    /** There is more to answer: what is left of the bytes is to be offered again when other conversations have had their turn. */
    PAUSED,
    /** The conversation is over: nothing more is to be offered, and the connection is to be closed behind the answers. */
    CLOSE
}
