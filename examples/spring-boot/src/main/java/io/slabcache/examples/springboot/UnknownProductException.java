package io.slabcache.examples.springboot;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no product of this number. Thrown rather than null returned: what is thrown is not cached. */
@ResponseStatus(HttpStatus.NOT_FOUND)
final class UnknownProductException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownProductException(String sku) {
        super("the product must exist: sku=" + sku);
    }
}
