package io.slabcache.jcache.internal.config;

import org.jspecify.annotations.Nullable;

/** The keys in each block of a cache's {@code listeners}. */
enum ListenerKey implements ConfigKey {
    CLASS(
            "class",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.event.CacheEntryListener or a Factory of one. Must be given.",
            "com.example.Audit"),
    FILTER(
            "filter",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.event.CacheEntryEventFilter or a Factory of one. Unset: every event is passed on.",
            "com.example.OnlyAdmins"),
    SYNCHRONOUS(
            "synchronous",
            KeyType.BOOLEAN,
            "false",
            "Whether the operation that causes an event waits for the listener.",
            "true"),
    OLD_VALUE("old-value", KeyType.BOOLEAN, "false", "Whether events carry the old value.", "true");

    private final KeyText text;

    ListenerKey(String path, KeyType type, @Nullable String defaultText, String description, String example) {
        this.text = KeyText.of(Scope.LISTENER, path, type, defaultText, description, example);
    }

    @Override
    public KeyText text() {
        return text;
    }
}
