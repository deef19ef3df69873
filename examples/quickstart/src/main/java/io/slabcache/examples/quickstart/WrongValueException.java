package io.slabcache.examples.quickstart;

/** The cache broke its contract: it returned something that was not put, lost an entry or a count. */
final class WrongValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongValueException(String message) {
        super(message);
    }
}
