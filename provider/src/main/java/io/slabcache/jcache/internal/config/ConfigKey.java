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
            "Where entries live: embedded (in this process) or memcached (on the servers that are named below, or by the"
                    + " manager's URI).",
            "memcached"),
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
    SERVERS(
            Scope.MANAGER,
            "servers",
            KeyType.SERVERS,
            null,
            "The memcached servers, as host, host:port or [IPv6 address]:port, a list or one text with"
                    + " commas; *3 behind a server gives it three shares of the keys. See discovery for what else"
                    + " they may be.",
            "[\"cache1:11211\", \"cache2:11211*3\"]",
            Trait.REMOTE_ONLY),
    DISCOVERY(
            Scope.MANAGER,
            "discovery",
            KeyType.CHOICE,
            "static",
            "Where the nodes come from: static (the servers are the nodes), dns (every address that the"
                    + " servers' names have is a node), elasticache (the one server is a cluster's configuration"
                    + " endpoint).",
            "dns",
            Trait.REMOTE_ONLY),
    DISCOVERY_INTERVAL(
            Scope.MANAGER,
            "discovery-interval",
            KeyType.DURATION,
            "60 s",
            "How often the nodes are asked for again. Not with discovery = static.",
            "30 s",
            Trait.REMOTE_ONLY),
    PLACEMENT(
            Scope.MANAGER,
            "placement",
            KeyType.CHOICE,
            "libmemcached-weighted",
            "How keys are distributed, where other clients share the servers: libmemcached-weighted,"
                    + " libmemcached-unweighted, libmemcached-spy, libmemcached-modula, spymemcached-ketama,"
                    + " spymemcached-modula, xmemcached-ketama, twemproxy.",
            "twemproxy",
            Trait.REMOTE_ONLY),
    CONNECTIONS_PER_NODE(
            Scope.MANAGER,
            "connections-per-node",
            KeyType.COUNT_OR_AUTO,
            "auto",
            "Connections to each node, 1 to 4. auto: one for each eight processors.",
            "2",
            Trait.REMOTE_ONLY),
    OPERATION_TIMEOUT(
            Scope.MANAGER,
            "operation-timeout",
            KeyType.DURATION,
            "500 ms",
            "How long an operation may take.",
            "200 ms",
            Trait.REMOTE_ONLY),
    CONNECT_TIMEOUT(
            Scope.MANAGER,
            "connect-timeout",
            KeyType.DURATION,
            "1 s",
            "How long one attempt to connect may take, name resolution, encryption and authentication included.",
            "3 s",
            Trait.REMOTE_ONLY),
    STALL_TIMEOUT(
            Scope.MANAGER,
            "stall-timeout",
            KeyType.DURATION,
            "3 s",
            "How old the oldest unanswered request of a connection may become before the connection is"
                    + " closed. At least operation-timeout.",
            "5 s",
            Trait.REMOTE_ONLY),
    MAX_IN_FLIGHT(
            Scope.MANAGER,
            "max-in-flight",
            KeyType.COUNT,
            "1024",
            "Requests of one connection that may be unanswered, 1 to 65536; more are refused at once.",
            "4096",
            Trait.REMOTE_ONLY),
    FAILURE_MODE(
            Scope.MANAGER,
            "failure-mode",
            KeyType.CHOICE,
            "fail-fast",
            "What becomes of a request whose node is down: fail-fast (it fails), retry-idempotent (what can"
                    + " be repeated without harm is tried once more), gutter (it goes to gutter-servers for at most 10"
                    + " s), redistribute (it goes to another node, whose values may be stale when the node is back).",
            "retry-idempotent",
            Trait.REMOTE_ONLY),
    GUTTER_SERVERS(
            Scope.MANAGER,
            "gutter-servers",
            KeyType.SERVERS,
            null,
            "Servers that stand by, in the form of servers and without shares. With failure-mode = gutter,"
                    + " and only then.",
            "[\"spare1:11211\"]",
            Trait.REMOTE_ONLY),
    NAMESPACE(
            Scope.MANAGER,
            "namespace",
            KeyType.TEXT,
            "\"\"",
            "Keeps caches of one name apart that belong to different applications on the same servers."
                    + " Caches of one name and one namespace are one cache.",
            "orders-service",
            Trait.REMOTE_ONLY),
    ON_FAILURE(
            Scope.MANAGER,
            "on-failure",
            KeyType.CHOICE,
            "throw",
            "What becomes of a cache operation whose node fails: throw (a CacheException that names node and"
                    + " cause) or miss (reads find nothing, writes are dropped and counted).",
            "miss",
            Trait.REMOTE_ONLY),
    TLS_ENABLED(
            Scope.MANAGER,
            "tls.enabled",
            KeyType.BOOLEAN,
            "false",
            "Whether connections are encrypted.",
            "true",
            Trait.REMOTE_ONLY),
    TLS_TRUST_STORE(
            Scope.MANAGER,
            "tls.trust-store",
            KeyType.TEXT,
            null,
            "File (PKCS12 or JKS) of the certificates that are trusted. Unset: those that the JVM trusts.",
            "/etc/app/trust.p12",
            Trait.REMOTE_ONLY),
    TLS_TRUST_STORE_PASSWORD(
            Scope.MANAGER,
            "tls.trust-store-password",
            KeyType.TEXT,
            null,
            "Opens the trust store.",
            "${?TRUST_STORE_PASSWORD}",
            Trait.REMOTE_ONLY,
            Trait.SECRET),
    TLS_KEY_STORE(
            Scope.MANAGER,
            "tls.key-store",
            KeyType.TEXT,
            null,
            "File (PKCS12 or JKS) of this client's own certificate and key. Unset: it has none.",
            "/etc/app/key.p12",
            Trait.REMOTE_ONLY),
    TLS_KEY_STORE_PASSWORD(
            Scope.MANAGER,
            "tls.key-store-password",
            KeyType.TEXT,
            null,
            "Opens the key store and its key.",
            "${?KEY_STORE_PASSWORD}",
            Trait.REMOTE_ONLY,
            Trait.SECRET),
    TLS_VERIFY_HOST_NAME(
            Scope.MANAGER,
            "tls.verify-host-name",
            KeyType.BOOLEAN,
            "true",
            "Whether a server's certificate must be for the name it is configured by.",
            "false",
            Trait.REMOTE_ONLY),
    SASL_USER(
            Scope.MANAGER,
            "sasl.user",
            KeyType.TEXT,
            null,
            "Who this client says it is. Needs sasl.password.",
            "app",
            Trait.REMOTE_ONLY),
    SASL_PASSWORD(
            Scope.MANAGER,
            "sasl.password",
            KeyType.TEXT,
            null,
            "The user's password; best from the environment. Needs sasl.user.",
            "${?MEMCACHED_PASSWORD}",
            Trait.REMOTE_ONLY,
            Trait.SECRET),
    SASL_ALLOW_PLAIN(
            Scope.MANAGER,
            "sasl.allow-plain-without-tls",
            KeyType.BOOLEAN,
            "false",
            "Whether the password may be sent in the clear where the server knows nothing but PLAIN and"
                    + " connections are not encrypted.",
            "true",
            Trait.REMOTE_ONLY),
    SASL_ALLOW_MISSING(
            Scope.MANAGER,
            "sasl.allow-missing-authentication",
            KeyType.BOOLEAN,
            "false",
            "Whether a server that knows no authentication is good enough although there is a user.",
            "true",
            Trait.REMOTE_ONLY),
    CAPACITY(
            Scope.CACHE,
            "capacity",
            KeyType.SIZE,
            "64 MiB",
            "Memory outside the heap, index and bookkeeping included; committed as it is used. At least 1 MiB; the"
                    + " caches declared here must fit into the machine's or its container's memory together.",
            "256 MiB",
            Trait.EMBEDDED_ONLY),
    MAX_ITEM_SIZE(
            Scope.CACHE,
            "max-item-size",
            KeyType.SIZE_OR_AUTO,
            "auto",
            "How large an encoded key and its encoded value may be together; at most half of the capacity. auto: an"
                    + " eighth of the capacity, at most 64 MiB.",
            "2 MiB",
            Trait.EMBEDDED_ONLY),
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
    FORMAT(
            Scope.CACHE,
            "format",
            KeyType.CHOICE,
            "exact",
            "What is stored: exact (values in an envelope with all that JSR-107 needs) or plain (bare keys"
                    + " and values that programs in other languages read and write, with a weaker contract:"
                    + " docs/remote.md).",
            "plain",
            Trait.REMOTE_ONLY),
    ON_UNDECODABLE(
            Scope.CACHE,
            "on-undecodable",
            KeyType.CHOICE,
            "throw",
            "What becomes of a value that cannot be decoded, for instance one of another version of its"
                    + " class: throw, or miss (it is treated as absent).",
            "miss",
            Trait.REMOTE_ONLY),
    ACCESS_EXPIRY(
            Scope.CACHE,
            "access-expiry",
            KeyType.CHOICE,
            "exact",
            "How an access counts for an entry's time: exact (to the millisecond, by a conditional write for"
                    + " each access) or approximate (to the second, by the server's own touch). Not with format ="
                    + " plain.",
            "approximate",
            Trait.REMOTE_ONLY),
    GENERATION_CACHE(
            Scope.CACHE,
            "generation-cache",
            KeyType.DURATION,
            "0 s",
            "For how long a read may go without asking whether another process cleared the cache. Not with"
                    + " format = plain.",
            "1 s",
            Trait.REMOTE_ONLY),
    LEASE_DURATION(
            Scope.CACHE,
            "lease-duration",
            KeyType.DURATION,
            "10 s",
            "How long other processes wait for the one that loads a key, at least 1 s. Not with format = plain.",
            "30 s",
            Trait.REMOTE_ONLY),
    KEY_PREFIX(
            Scope.CACHE,
            "key-prefix",
            KeyType.TEXT,
            null,
            "Stands before each key on the servers. Unset: the cache's name and a colon. Empty: keys as they are, and"
                    + " then the cache can be neither cleared nor iterated. Only with format = plain, and not in"
                    + " default.",
            "\"user:\"",
            Trait.REMOTE_ONLY),
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

    private final Scope scope;
    private final String path;
    private final KeyType type;
    private final @Nullable String defaultText;
    private final String description;
    private final String example;
    private final boolean embeddedOnly;
    private final boolean remoteOnly;
    private final boolean secret;

    ConfigKey(
            Scope scope,
            String path,
            KeyType type,
            @Nullable String defaultText,
            String description,
            String example,
            Trait... traits) {
        this.scope = scope;
        this.path = path;
        this.type = type;
        this.defaultText = defaultText;
        this.description = description;
        this.example = example;
        List<Trait> all = List.of(traits);
        this.embeddedOnly = all.contains(Trait.EMBEDDED_ONLY);
        this.remoteOnly = all.contains(Trait.REMOTE_ONLY);
        this.secret = all.contains(Trait.SECRET);
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
        if (remoteOnly) {
            return description + " Only with mode = memcached.";
        }
        return embeddedOnly ? description + " Not with mode = memcached." : description;
    }

    boolean isRemoteOnly() {
        return remoteOnly;
    }

    boolean isEmbeddedOnly() {
        return embeddedOnly;
    }

    boolean isSecret() {
        return secret;
    }

    String example() {
        return example;
    }
}
