package io.slabcache.annotations.cdi;

import java.lang.annotation.Annotation;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The operation of one method, made when the method is first called: only then can beans be asked for, and caches that no
 * call needs are never made.
 */
final class DeferredOperation {

    private final CacheMethod<?> method;
    private final CacheOperations operations;

    /** A resolver is asked for once; user code that runs meanwhile may call the method again. */
    private final ReentrantLock making = new ReentrantLock();

    private volatile @Nullable CacheOperation operation;

    DeferredOperation(CacheMethod<?> method, CacheOperations operations) {
        this.method = method;
        this.operations = operations;
    }

    Class<? extends Annotation> annotationType() {
        return method.getCacheAnnotation().annotationType();
    }

    CacheOperation get() {
        CacheOperation made = operation;
        return made == null ? make() : made;
    }

    private CacheOperation make() {
        making.lock();
        try {
            CacheOperation made = operation;
            if (made == null) {
                made = operations.of(method);
                operation = made;
            }
            return made;
        } finally {
            making.unlock();
        }
    }
}
