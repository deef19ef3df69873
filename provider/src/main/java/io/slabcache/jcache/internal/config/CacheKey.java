package io.slabcache.jcache.internal.config;

import org.jspecify.annotations.Nullable;

/** The keys in {@code default} and in each block of {@code caches}. */
enum CacheKey implements ConfigKey {
    CAPACITY(
            "capacity",
            KeyType.SIZE,
            "64 MiB",
            "Memory outside the heap, index and bookkeeping included; committed as it is used. At least 1 MiB; the"
                    + " caches declared here must fit into the machine's or its container's memory together.",
            "256 MiB",
            Trait.EMBEDDED_ONLY),
    MAX_ITEM_SIZE(
            "max-item-size",
            KeyType.SIZE_OR_AUTO,
            "auto",
            "How large an encoded key and its encoded value may be together; at most half of the capacity. auto: an"
                    + " eighth of the capacity, at most 64 MiB.",
            "2 MiB",
            Trait.EMBEDDED_ONLY),
    KEY_TYPE(
            "key-type",
            KeyType.CLASS_NAME,
            "java.lang.Object",
            "Class of the keys. java.lang.Object: types are not checked.",
            "java.lang.String"),
    VALUE_TYPE(
            "value-type",
            KeyType.CLASS_NAME,
            "java.lang.Object",
            "Class of the values. java.lang.Object: types are not checked.",
            "com.example.User"),
    EXPIRY_POLICY(
            "expiry.policy",
            KeyType.CHOICE,
            "eternal",
            "What starts an entry's time: created, accessed (creation and access), modified (creation and update),"
                    + " touched (all three); eternal: entries do not expire.",
            "touched"),
    EXPIRY_DURATION(
            "expiry.duration",
            KeyType.DURATION,
            null,
            "How long an entry lives, with a unit, at least 1 ms. Needed with every policy but eternal.",
            "30 minutes"),
    EXPIRY_CLASS(
            "expiry.class",
            KeyType.CLASS_NAME,
            null,
            "Instead of policy and duration: a javax.cache.expiry.ExpiryPolicy or a Factory of one.",
            "com.example.WorkdayExpiry"),
    KEY_CODEC(
            "codec.key",
            KeyType.CLASS_NAME,
            null,
            "An io.slabcache.jcache.Codec for the keys, or a Factory of one. Unset: what fits each key's class.",
            "com.example.IdCodec"),
    VALUE_CODEC(
            "codec.value",
            KeyType.CLASS_NAME,
            null,
            "An io.slabcache.jcache.Codec for the values, or a Factory of one. Unset: what fits each value's class.",
            "com.example.UserCodec"),
    ALLOWED_CLASSES(
            "allowed-classes",
            KeyType.PATTERNS,
            "[]",
            "Classes that this cache may deserialize in addition to serialization.allowed-classes.",
            "[\"com.example.User\"]"),
    STATISTICS(
            "statistics",
            KeyType.BOOLEAN,
            "true",
            "Whether statistics are counted and shown by JMX. A cache that a program creates counts them if the program"
                    + " says so, or this file does in default.",
            "false"),
    MANAGEMENT(
            "management",
            KeyType.BOOLEAN,
            "false",
            "Whether configuration, memory and counts are shown by JMX.",
            "true"),
    READ_THROUGH(
            "read-through",
            KeyType.BOOLEAN,
            "false",
            "Whether get calls the loader on a miss. Needs a loader.",
            "true"),
    LOADER(
            "loader",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.integration.CacheLoader or a Factory of one.",
            "com.example.UserLoader"),
    WRITE_THROUGH(
            "write-through",
            KeyType.BOOLEAN,
            "false",
            "Whether changes are passed to the writer. Needs a writer.",
            "true"),
    WRITER(
            "writer",
            KeyType.CLASS_NAME,
            null,
            "A javax.cache.integration.CacheWriter or a Factory of one. Needs write-through = true.",
            "com.example.UserWriter"),
    LISTENERS(
            "listeners",
            KeyType.LISTENERS,
            "[]",
            "Listeners that the cache has from its creation, each a block with the keys of a listener.",
            "[{ class = com.example.Audit }]"),
    FORMAT(
            "format",
            KeyType.CHOICE,
            "exact",
            "What is stored: exact (values in an envelope with all that JSR-107 needs) or plain (bare keys"
                    + " and values that programs in other languages read and write, with a weaker contract:"
                    + " docs/remote.md).",
            "plain",
            Trait.REMOTE_ONLY),
    ON_UNDECODABLE(
            "on-undecodable",
            KeyType.CHOICE,
            "throw",
            "What becomes of a value that cannot be decoded, for instance one of another version of its"
                    + " class: throw, or miss (it is treated as absent).",
            "miss",
            Trait.REMOTE_ONLY),
    ACCESS_EXPIRY(
            "access-expiry",
            KeyType.CHOICE,
            "exact",
            "How an access counts for an entry's time: exact (to the millisecond, by a conditional write for"
                    + " each access) or approximate (to the second, by the server's own touch). Not with format ="
                    + " plain.",
            "approximate",
            Trait.REMOTE_ONLY),
    GENERATION_CACHE(
            "generation-cache",
            KeyType.DURATION,
            "0 s",
            "For how long a read may go without asking whether another process cleared the cache. Not with"
                    + " format = plain.",
            "1 s",
            Trait.REMOTE_ONLY),
    LEASE_DURATION(
            "lease-duration",
            KeyType.DURATION,
            "10 s",
            "How long other processes wait for the one that loads a key, at least 1 s. Not with format = plain.",
            "30 s",
            Trait.REMOTE_ONLY),
    KEY_PREFIX(
            "key-prefix",
            KeyType.TEXT,
            null,
            "Stands before each key on the servers. Unset: the cache's name and a colon. Empty: keys as they are, and"
                    + " then the cache can be neither cleared nor iterated. Only with format = plain, and not in"
                    + " default.",
            "\"user:\"",
            Trait.REMOTE_ONLY);

    private final KeyText text;

    CacheKey(
            String path,
            KeyType type,
            @Nullable String defaultText,
            String description,
            String example,
            Trait... traits) {
        this.text = KeyText.of(Scope.CACHE, path, type, defaultText, description, example, traits);
    }

    @Override
    public KeyText text() {
        return text;
    }
}
