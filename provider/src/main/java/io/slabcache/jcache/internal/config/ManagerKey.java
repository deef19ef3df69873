package io.slabcache.jcache.internal.config;

import org.jspecify.annotations.Nullable;

/** The keys directly below {@code slabcache}: what a manager is, and where its servers are. */
enum ManagerKey implements ConfigKey {
    MODE(
            "mode",
            KeyType.CHOICE,
            "embedded",
            "Where entries live: embedded (in this process) or memcached (on the servers that are named below, or by the"
                    + " manager's URI).",
            "memcached"),
    ADOPT_DECLARED_CACHES(
            "adopt-declared-caches",
            KeyType.BOOLEAN,
            "false",
            "Whether createCache of a cache declared here, and not handed out yet, returns that cache as declared."
                    + " When false it fails, as JSR-107 has it for a cache that exists.",
            "true"),
    ALLOWED_CLASSES(
            "serialization.allowed-classes",
            KeyType.PATTERNS,
            "[]",
            "Classes that every cache of the manager may deserialize, besides its types and the JDK's value types:"
                    + " a class, a package followed by .*, or a package with all below it followed by .**",
            "[\"com.example.model.**\"]"),
    EXECUTOR_THREADS(
            "executor.threads",
            KeyType.COUNT_OR_AUTO,
            "auto",
            "Threads for loadAll and asynchronous listeners, 1 to 1024. auto: as many as there are processors, at"
                    + " least 2.",
            "4"),
    SERVERS(
            "servers",
            KeyType.SERVERS,
            null,
            "The memcached servers, as host, host:port or [IPv6 address]:port, a list or one text with"
                    + " commas; *3 behind a server gives it three shares of the keys. See discovery for what else"
                    + " they may be.",
            "[\"cache1:11211\", \"cache2:11211*3\"]",
            Trait.REMOTE_ONLY),
    DISCOVERY(
            "discovery",
            KeyType.CHOICE,
            "static",
            "Where the nodes come from: static (the servers are the nodes), dns (every address that the"
                    + " servers' names have is a node), elasticache (the one server is a cluster's configuration"
                    + " endpoint).",
            "dns",
            Trait.REMOTE_ONLY),
    DISCOVERY_INTERVAL(
            "discovery-interval",
            KeyType.DURATION,
            "60 s",
            "How often the nodes are asked for again. Not with discovery = static.",
            "30 s",
            Trait.REMOTE_ONLY),
    PLACEMENT(
            "placement",
            KeyType.CHOICE,
            "libmemcached-weighted",
            "How keys are distributed, where other clients share the servers: libmemcached-weighted,"
                    + " libmemcached-unweighted, libmemcached-spy, libmemcached-modula, spymemcached-ketama,"
                    + " spymemcached-modula, xmemcached-ketama, twemproxy.",
            "twemproxy",
            Trait.REMOTE_ONLY),
    CONNECTIONS_PER_NODE(
            "connections-per-node",
            KeyType.COUNT_OR_AUTO,
            "auto",
            "Connections to each node, 1 to 4. auto: one for each eight processors.",
            "2",
            Trait.REMOTE_ONLY),
    OPERATION_TIMEOUT(
            "operation-timeout",
            KeyType.DURATION,
            "500 ms",
            "How long an operation may take.",
            "200 ms",
            Trait.REMOTE_ONLY),
    CONNECT_TIMEOUT(
            "connect-timeout",
            KeyType.DURATION,
            "1 s",
            "How long one attempt to connect may take, name resolution, encryption and authentication included.",
            "3 s",
            Trait.REMOTE_ONLY),
    STALL_TIMEOUT(
            "stall-timeout",
            KeyType.DURATION,
            "3 s",
            "How old the oldest unanswered request of a connection may become before the connection is"
                    + " closed. At least operation-timeout.",
            "5 s",
            Trait.REMOTE_ONLY),
    MAX_IN_FLIGHT(
            "max-in-flight",
            KeyType.COUNT,
            "1024",
            "Requests of one connection that may be unanswered, 1 to 65536; more are refused at once.",
            "4096",
            Trait.REMOTE_ONLY),
    FAILURE_MODE(
            "failure-mode",
            KeyType.CHOICE,
            "fail-fast",
            "What becomes of a request whose node is down: fail-fast (it fails), retry-idempotent (what can"
                    + " be repeated without harm is tried once more), gutter (it goes to gutter-servers for at most 10"
                    + " s), redistribute (it goes to another node, whose values may be stale when the node is back).",
            "retry-idempotent",
            Trait.REMOTE_ONLY),
    GUTTER_SERVERS(
            "gutter-servers",
            KeyType.SERVERS,
            null,
            "Servers that stand by, in the form of servers and without shares. With failure-mode = gutter,"
                    + " and only then.",
            "[\"spare1:11211\"]",
            Trait.REMOTE_ONLY),
    NAMESPACE(
            "namespace",
            KeyType.TEXT,
            "\"\"",
            "Keeps caches of one name apart that belong to different applications on the same servers."
                    + " Caches of one name and one namespace are one cache.",
            "orders-service",
            Trait.REMOTE_ONLY),
    ON_FAILURE(
            "on-failure",
            KeyType.CHOICE,
            "throw",
            "What becomes of a cache operation whose node fails: throw (a CacheException that names node and"
                    + " cause) or miss (reads find nothing, writes are dropped and counted).",
            "miss",
            Trait.REMOTE_ONLY),
    TLS_ENABLED(
            "tls.enabled", KeyType.BOOLEAN, "false", "Whether connections are encrypted.", "true", Trait.REMOTE_ONLY),
    TLS_TRUST_STORE(
            "tls.trust-store",
            KeyType.TEXT,
            null,
            "File (PKCS12 or JKS) of the certificates that are trusted. Unset: those that the JVM trusts.",
            "/etc/app/trust.p12",
            Trait.REMOTE_ONLY),
    TLS_TRUST_STORE_PASSWORD(
            "tls.trust-store-password",
            KeyType.TEXT,
            null,
            "Opens the trust store. Unset: what can be read without one is trusted.",
            "${?TRUST_STORE_PASSWORD}",
            Trait.REMOTE_ONLY,
            Trait.SECRET),
    TLS_KEY_STORE(
            "tls.key-store",
            KeyType.TEXT,
            null,
            "File (PKCS12 or JKS) of this client's own certificate and key. Unset: it has none.",
            "/etc/app/key.p12",
            Trait.REMOTE_ONLY),
    TLS_KEY_STORE_PASSWORD(
            "tls.key-store-password",
            KeyType.TEXT,
            null,
            "Opens the key store and its key.",
            "${?KEY_STORE_PASSWORD}",
            Trait.REMOTE_ONLY,
            Trait.SECRET),
    TLS_VERIFY_HOST_NAME(
            "tls.verify-host-name",
            KeyType.BOOLEAN,
            "true",
            "Whether a server's certificate must be for the name it is configured by.",
            "false",
            Trait.REMOTE_ONLY),
    SASL_USER(
            "sasl.user",
            KeyType.TEXT,
            null,
            "Who this client says it is. Needs sasl.password.",
            "app",
            Trait.REMOTE_ONLY),
    SASL_PASSWORD(
            "sasl.password",
            KeyType.TEXT,
            null,
            "The user's password; best from the environment. Needs sasl.user.",
            "${?MEMCACHED_PASSWORD}",
            Trait.REMOTE_ONLY,
            Trait.SECRET),
    SASL_ALLOW_PLAIN(
            "sasl.allow-plain-without-tls",
            KeyType.BOOLEAN,
            "false",
            "Whether the password may be sent in the clear where the server knows nothing but PLAIN and"
                    + " connections are not encrypted.",
            "true",
            Trait.REMOTE_ONLY),
    SASL_ALLOW_MISSING(
            "sasl.allow-missing-authentication",
            KeyType.BOOLEAN,
            "false",
            "Whether a server that knows no authentication is good enough although there is a user.",
            "true",
            Trait.REMOTE_ONLY);

    private final KeyText text;

    ManagerKey(
            String path,
            KeyType type,
            @Nullable String defaultText,
            String description,
            String example,
            Trait... traits) {
        this.text = KeyText.of(Scope.MANAGER, path, type, defaultText, description, example, traits);
    }

    @Override
    public KeyText text() {
        return text;
    }
}
