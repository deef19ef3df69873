package io.slabcache.jcache.internal.config;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of {@code slabcache.conf}, below {@code slabcache}: the one table for reader, messages and documents. */
enum ConfigKey {
    MODE(
            Scope.MANAGER,
            "mode",
            KeyType.CHOICE,
            "embedded",
            "Where entries live. Only embedded (in this process) so far.",
            "embedded"),
    ADOPT_DECLARED_CACHES(
            Scope.MANAGER,
            "adopt-declared-caches",
            KeyType.BOOLEAN,
            "false",
            "Whether createCache of a cache declared here, and not handed out yet, returns that cache as declared."
                    + " When false it fails, as JSR-107 has it for a cache that exists.",
            "true"),
    MANAGER_ALLOWED_CLASSES(
            Scope.MANAGER,
            "serialization.allowed-classes",
            KeyType.PATTERNS,
            "[]",
            "Classes that every cache of the manager may deserialize, besides its types and the JDK's value types:"
                    + " a class, a package followed by .*, or a package with all below it followed by .**",
            "[\"com.example.model.**\"]"),
    EXECUTOR_THREADS(
            Scope.MANAGER,
            "executor.threads",
            KeyType.COUNT_OR_AUTO,
            "auto",
            "Threads for loadAll and asynchronous listeners, 1 to 1024. auto: as many as there are processors, at"
                    + " least 2.",
            "4"),
    CAPACITY(
            Scope.CACHE,
            "capacity",
            KeyType.SIZE,
            "64 MiB",
            "Memory outside the heap, index and bookkeeping included; committed as it is used. At least 1 MiB; the"
                    + " caches declared here must fit into the machine's or its container's memory together.",
            "256 MiB"),
    MAX_ITEM_SIZE(
            Scope.CACHE,
            "max-item-size",
            KeyType.SIZE_OR_AUTO,
            "auto",
            "How large an encoded key and its encoded value may be together; at most half of the capacity. auto: an"
                    + " eighth of the capacity, at most 64 MiB.",
            "2 MiB"),
    KEY_TYPE(
            Scope.CACHE,
            "key-type",
            KeyType.CLASS_NAME,
            "java.lang.Object",
            "Class of the keys. java.lang.Object: types are not checked.",
            "java.lang.String"),
    VALUE_TYPE(
            Scope.CACHE,
            "value-type",
            KeyType.CLASS_NAME,
            "java.lang.Object",
            "Class of the values. java.lang.Object: types are not checked.",
            "com.example.User"),
    EXPIRY_POLICY(
            Scope.CACHE,
            "expiry.policy",
            KeyType.CHOICE,
            "eternal",
            "What starts an entry's time: created, accessed (creation and access), modified (creation and update),"
                    + " touched (all three); eternal: entries do not expire.",
            "touched"),
    EXPIRY_DURATION(
            Scope.CACHE,
            "expiry.duration",
            KeyType.DURATION,
            null,
            "How long an entry lives, with a unit, at least 1 ms. Needed with every policy but eternal.",
            "30 minutes"),
    EXPIRY_CLASS(
            Scope.CACHE,
            "expiry.class",
            KeyType.CLASS_NAME,
            null,
            "Instead of policy and duration: a javax.cache.expiry.ExpiryPolicy or a Factory of one.",
            "com.example.WorkdayExpiry"),
    KEY_CODEC(
            Scope.CACHE,
            "codec.key",
            KeyType.CLASS_NAME,
            null,
            "An io.slabcache.jcache.Codec for the keys, or a Factory of one. Unset: what fits each key's class.",
            "com.example.IdCodec"),
    VALUE_CODEC(
            Scope.CACHE,
            "codec.value",
            KeyType.CLASS_NAME,
            null,
            "An io.slabcache.jcache.Codec for the values, or a Factory of one. Unset: what fits each value's class.",
            "com.example.UserCodec"),
    ALLOWED_CLASSES(
            Scope.CACHE,
            "allowed-classes",
            KeyType.PATTERNS,
            "[]",
            "Classes that this cache may deserialize in addition to serialization.allowed-classes.",
            "[\"com.example.User\"]"),
    STATISTICS(
            Scope.CACHE,
            "statistics",
            KeyType.BOOLEAN,
            "true",
            "Whether statistics are counted and shown by JMX. A cache that a program creates counts them if the program"
                    + " says so, or this file does in default.",
            "false"),
    MANAGEMENT(
            Scope.CACHE, "management", KeyType.BOOLEAN, "false", "Whether the configuration is shown by JMX.", "true"),
    READ_THROUGH(
            Scope.CACHE,
            "read-through",
            KeyType.BOOLEAN,
            "false",
            "Whether get calls the loader on a miss. Needs a loader.",
            "true"),
    LOADER(
            Scope.CACHE,
            "loader",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.integration.CacheLoader or a Factory of one.",
            "com.example.UserLoader"),
    WRITE_THROUGH(
            Scope.CACHE,
            "write-through",
            KeyType.BOOLEAN,
            "false",
            "Whether changes are passed to the writer. Needs a writer.",
            "true"),
    WRITER(
            Scope.CACHE,
            "writer",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.integration.CacheWriter or a Factory of one. Needs write-through = true.",
            "com.example.UserWriter"),
    LISTENERS(
            Scope.CACHE,
            "listeners",
            KeyType.LISTENERS,
            "[]",
            "Listeners that the cache has from its creation, each a block with the keys of a listener.",
            "[{ class = com.example.Audit }]"),
    LISTENER_CLASS(
            Scope.LISTENER,
            "class",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.event.CacheEntryListener or a Factory of one. Must be given.",
            "com.example.Audit"),
    LISTENER_FILTER(
            Scope.LISTENER,
            "filter",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.event.CacheEntryEventFilter or a Factory of one. Unset: every event is passed on.",
            "com.example.OnlyAdmins"),
    LISTENER_SYNCHRONOUS(
            Scope.LISTENER,
            "synchronous",
            KeyType.BOOLEAN,
            "false",
            "Whether the operation that causes an event waits for the listener.",
            "true"),
    LISTENER_OLD_VALUE(
            Scope.LISTENER, "old-value", KeyType.BOOLEAN, "false", "Whether events carry the old value.", "true");

    private static final Map<Scope, List<ConfigKey>> BY_SCOPE = new EnumMap<>(Scope.class);

    static {
        for (Scope scope : Scope.values()) {
            List<ConfigKey> keys =
                    Arrays.stream(values()).filter(key -> key.scope == scope).toList();
            if (keys.stream().map(ConfigKey::path).distinct().count() != keys.size()) {
                throw new IllegalStateException("paths must differ: scope=" + scope + ", keys=" + keys);
            }
            BY_SCOPE.put(scope, keys);
        }
    }

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
        DURATION("a duration with a unit such as \"5 minutes\""),
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

    private final Scope scope;
    private final String path;
    private final KeyType type;
    private final @Nullable String defaultText;
    private final String description;
    private final String example;

    ConfigKey(
            Scope scope, String path, KeyType type, @Nullable String defaultText, String description, String example) {
        this.scope = scope;
        this.path = path;
        this.type = type;
        this.defaultText = defaultText;
        this.description = description;
        this.example = example;
    }

    static List<ConfigKey> of(Scope scope) {
        return BY_SCOPE.getOrDefault(scope, List.of());
    }

    /** Returns the dotted path below the block of the key's scope. */
    String path() {
        return path;
    }

    Scope scope() {
        return scope;
    }

    KeyType type() {
        return type;
    }

    /** Returns the default as written in a file, or null if the key is unset by default. */
    @Nullable
    String defaultText() {
        return defaultText;
    }

    String description() {
        return description;
    }

    String example() {
        return example;
    }
}
