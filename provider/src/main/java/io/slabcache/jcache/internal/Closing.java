package io.slabcache.jcache.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what the user's factories made. */
public final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /**
     * Closes an object that can be closed; a failure is logged, because the closing of the others must go on.
     *
     * @param object anything
     */
    public static void closeQuietly(@Nullable Object object) {
        if (object instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("interrupted while closing: object={}", object, e);
            } catch (Exception e) {
                LOG.warn("could not be closed: object={}", object, e);
            }
        }
    }
}
