package io.slabcache.server.command;

import java.util.function.Supplier;

/**
 * How a conversation goes on that has waited for work elsewhere.
 *
 * @param delayMillis how long it waits still, 0 not to
 * @param action what is done then, by the connection's thread
 */
public record Detour(int delayMillis, Runnable action) {
    /** Work that another thread does. */
    @FunctionalInterface
    public interface Work extends Supplier<Detour> {}
}
