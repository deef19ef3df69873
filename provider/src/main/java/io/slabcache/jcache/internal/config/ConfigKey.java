package io.slabcache.jcache.internal.config;

import org.jspecify.annotations.Nullable;

/**
 * A key of {@code slabcache.conf}, below {@code slabcache}. {@link ManagerKey}, {@link CacheKey} and {@link ListenerKey} are the
 * one table for reader, messages and documents.
 */
sealed interface ConfigKey permits ManagerKey, CacheKey, ListenerKey {
    /** Where keys stand. */
    enum Scope {
        /** Directly below {@code slabcache}. */
        MANAGER,
        /** In {@code default} and in each block of {@code caches}. */
        CACHE,
        /** In each block of a cache's {@code listeners}. */
        LISTENER
    }

    /** What a key's value looks like. */
    enum KeyType {
        BOOLEAN("true or false"),
        CHOICE("one of the listed words"),
        SIZE("a size with a unit such as \"64 MiB\""),
        SIZE_OR_AUTO("auto, or a size with a unit such as \"64 MiB\""),
        COUNT_OR_AUTO("auto, or a whole number"),
        COUNT("a whole number"),
        DURATION("a duration with a unit such as \"5 minutes\""),
        TEXT("a text"),
        SERVERS("a list such as [\"cache1:11211\", \"cache2:11211*3\"], or a text with commas"),
        CLASS_NAME("the full name of a class"),
        PATTERNS("a list of class names or package patterns such as \"com.example.**\""),
        LISTENERS("a list of blocks such as { class = com.example.Audit }");

        private final String description;

        KeyType(String description) {
            this.description = description;
        }

        String description() {
            return description;
        }
    }

    /** What sets a key apart. */
    enum Trait {
        /** Means nothing where entries are on servers. */
        EMBEDDED_ONLY,
        /** Means nothing where entries are in this process. */
        REMOTE_ONLY,
        /** Its value is not shown to anybody. */
        SECRET
    }

    /** Returns what is said of the key. */
    KeyText text();

    /** Returns the dotted path below the block of the key's scope. */
    default String path() {
        return text().path();
    }

    /** Returns where the key stands. */
    default Scope scope() {
        return text().scope();
    }

    /** Returns what its value looks like. */
    default KeyType type() {
        return text().type();
    }

    /** Returns the default as written in a file, or null if the key is unset by default. */
    default @Nullable String defaultText() {
        return text().defaultText();
    }

    /** Returns what the key means, in the words of the documents. */
    default String description() {
        if (isRemoteOnly()) {
            return text().description() + " Only with mode = memcached.";
        }
        return isEmbeddedOnly() ? text().description() + " Not with mode = memcached." : text().description();
    }

    /** Tells whether the key means nothing where entries are in this process. */
    default boolean isRemoteOnly() {
        return text().remoteOnly();
    }

    /** Tells whether the key means nothing where entries are on servers. */
    default boolean isEmbeddedOnly() {
        return text().embeddedOnly();
    }

    /** Tells whether nobody is shown the value. */
    default boolean isSecret() {
        return text().secret();
    }

    /** Returns a value as it may stand in a file. */
    default String example() {
        return text().example();
    }
}
