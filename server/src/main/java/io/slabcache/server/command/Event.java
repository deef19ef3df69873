package io.slabcache.server.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A kind of happenings that a client can watch. */
enum Event {
    /** Reads. */
    FETCHERS,
    /** Writes, those that failed their condition included. */
    MUTATIONS,
    /** Items pushed out to make room. */
    EVICTIONS,
    /** Items deleted by request. */
    DELETIONS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Returns the kind that a command names, or null. */
    static @Nullable Event of(String word) {
        for (Event event : values()) {
            if (event.word.equals(word)) {
                return event;
            }
        }
        return null;
    }

    int bit() {
        return switch (this) {
            case FETCHERS -> 1;
            case MUTATIONS -> 2;
            case EVICTIONS -> 4;
            case DELETIONS -> 8;
        };
    }
}
