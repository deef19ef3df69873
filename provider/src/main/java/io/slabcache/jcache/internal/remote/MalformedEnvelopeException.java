package io.slabcache.jcache.internal.remote;

/** The bytes under an entry's key are no envelope of this version: somebody else wrote them, or a newer release did. */
final class MalformedEnvelopeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedEnvelopeException(String message) {
        super(message);
    }
}
