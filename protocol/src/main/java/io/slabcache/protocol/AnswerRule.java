package io.slabcache.protocol;

/** When a server answers a request. An answer always carries the opcode as it was received, so also the quiet one. */
public enum AnswerRule {
    /** Every request is answered. */
    ALWAYS,
    /** A miss (status {@link Status#KEY_NOT_FOUND}) is silent; hits and errors are answered. */
    SILENT_MISS,
    /** Success is silent; every error is answered, a missing key included. */
    SILENT_SUCCESS
}
