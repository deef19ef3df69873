package io.slabcache.annotations.cdi.example;

/** Says that there is no such book. */
public class BookNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BookNotFoundException(String isbn) {
        super("no such book: isbn=" + isbn);
    }
}
