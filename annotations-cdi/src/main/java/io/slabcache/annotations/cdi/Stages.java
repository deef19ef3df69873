package io.slabcache.annotations.cdi;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What methods do that answer later. */
final class Stages {

    private Stages() {}

    /** Returns what a stage's computation threw, without what the stages behind it wrap it in. */
    static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** Tells whether a method of this return type answers later. */
    static boolean isStage(Class<?> returnType) {
        return CompletionStage.class.isAssignableFrom(returnType);
    }
}
