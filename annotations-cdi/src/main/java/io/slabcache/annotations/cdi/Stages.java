package io.slabcache.annotations.cdi;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What methods do that answer later. */
final class Stages {

    private Stages() {}

    /** Returns what a stage's computation threw, without what the stages behind it wrap it in. */
    static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /**
     * Has something done when a stage completes, whatever becomes of the stage that the caller gets: who cancels it does not
     * wait any longer, but what the method does is done all the same, and the cache must learn of it.
     *
     * @return what the caller gets, which completes after that
     */
    static <T> CompletionStage<T> after(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> action) {
        // The action belongs to the stage between, which nobody else has.
        return stage.whenComplete(action).thenApply(Function.identity());
    }

    /** Tells whether a method of this return type answers later. */
    static boolean isStage(Class<?> returnType) {
        return CompletionStage.class.isAssignableFrom(returnType);
    }
}
