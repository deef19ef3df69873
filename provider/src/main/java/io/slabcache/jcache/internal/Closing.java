package io.slabcache.jcache.internal;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes whatever was opened, all of it, whatever fails on the way. */
public final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /**
     * Closes an object that can be closed; a failure is logged, because the closing of the others must go on.
     *
     * @param object anything, most often what a user's factory made
     * @throws VirtualMachineError if the virtual machine cannot go on; it is logged too
     */
    public static void closeQuietly(@Nullable Object object) {
        if (object instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("interrupted while closing: object={}", object, e);
            } catch (Throwable e) { // An Error of the user's code must not keep our memory and threads.
                LOG.warn("could not be closed: object={}", object, e);
                if (e instanceof VirtualMachineError error) {
                    throw error;
                }
            }
        }
    }

    /**
     * Closes objects as {@link #closeQuietly} does.
     *
     * @param objects closed in their order
     * @throws VirtualMachineError after the last of them, if the closing of any threw it
     */
    public static void closeAllQuietly(Collection<?> objects) {
        runAll(objects.stream().map(Closing::closing).toArray(Runnable[]::new));
    }

    /**
     * Runs every step, whatever the others throw.
     *
     * @param steps run in their order; they throw what is unchecked
     * @throws RuntimeException the first failure of a step with the later ones suppressed in it, after the last step
     * @throws Error the same, if the first failure is an error
     */
    public static void runAll(Runnable... steps) {
        Throwable failure = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (Throwable e) { // Thrown again below, once nothing is left to be done.
                failure = merge(failure, e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static Runnable closing(Object object) {
        return () -> closeQuietly(object);
    }

    private static Throwable merge(@Nullable Throwable earlier, Throwable later) {
        if (earlier == null || earlier == later) {
            return later;
        }
        earlier.addSuppressed(later);
        return earlier;
    }
}
