package io.slabcache.jcache.internal.config;

import com.typesafe.config.ConfigObject;
import io.slabcache.client.Discovery;
import io.slabcache.client.FailureMode;
import io.slabcache.client.MemcachedClientBuilder;
import io.slabcache.client.locator.NodeLocation;
import io.slabcache.client.locator.Placement;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import io.slabcache.jcache.internal.config.RemoteSettings.DiscoverySource;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a manager and its caches say about servers, whose keys were checked already. */
final class RemoteReader {
    private static final String TEMPLATE_PATH = ConfigReader.ROOT + "." + ConfigReader.TEMPLATE;
    private static final int MAX_CONNECTIONS = 4;
    private static final int MAX_IN_FLIGHT = 1 << 16;
    private static final Duration MIN_LEASE = Duration.ofSeconds(1);
    private static final List<ConfigKey> EXACT_KEYS =
            List.of(CacheKey.ACCESS_EXPIRY, CacheKey.GENERATION_CACHE, CacheKey.LEASE_DURATION);
    private static final List<ConfigKey> TLS_KEYS = List.of(
            ManagerKey.TLS_TRUST_STORE,
            ManagerKey.TLS_TRUST_STORE_PASSWORD,
            ManagerKey.TLS_KEY_STORE,
            ManagerKey.TLS_KEY_STORE_PASSWORD,
            ManagerKey.TLS_VERIFY_HOST_NAME);

    private final ConfigValues values;

    RemoteReader(ConfigValues values) {
        this.values = values;
    }

    /** Refuses keys that mean nothing where the entries live. */
    void checkMode(ConfigObject block, Scope scope, String path, boolean remote) {
        for (ConfigKey key : ConfigKeys.of(scope)) {
            if (values.find(block, key) != null) {
                if (remote && key.isEmbeddedOnly()) {
                    throw values.error(
                            block,
                            key,
                            path,
                            "means nothing with mode = memcached, where the servers' own limits hold (-m and -I)");
                }
                if (!remote && key.isRemoteOnly()) {
                    throw values.error(block, key, path, "means nothing without mode = memcached");
                }
            }
        }
    }

    RemoteSettings read(ConfigObject manager, String path) {
        FailureMode failureMode =
                values.choice(manager, ManagerKey.FAILURE_MODE, path, FailureMode.class, FailureMode.FAIL_FAST);
        DiscoverySource source =
                values.choice(manager, ManagerKey.DISCOVERY, path, DiscoverySource.class, DiscoverySource.STATIC);
        Placement placement =
                values.choice(manager, ManagerKey.PLACEMENT, path, Placement.class, Placement.LIBMEMCACHED_WEIGHTED);
        Duration operationTimeout =
                duration(manager, ManagerKey.OPERATION_TIMEOUT, path, MemcachedClientBuilder.DEFAULT_OPERATION_TIMEOUT);
        Duration stallTimeout =
                duration(manager, ManagerKey.STALL_TIMEOUT, path, MemcachedClientBuilder.DEFAULT_STALL_TIMEOUT);
        if (stallTimeout.compareTo(operationTimeout) < 0) {
            throw values.error(
                    manager,
                    values.find(manager, ManagerKey.STALL_TIMEOUT) == null
                            ? ManagerKey.OPERATION_TIMEOUT
                            : ManagerKey.STALL_TIMEOUT,
                    path,
                    "must leave stall-timeout at least operation-timeout");
        }
        if (source == DiscoverySource.STATIC && values.find(manager, ManagerKey.DISCOVERY_INTERVAL) != null) {
            throw values.error(
                    manager, ManagerKey.DISCOVERY_INTERVAL, path, "must come with discovery = dns or elasticache");
        }
        return new RemoteSettings(
                servers(manager, path, source, placement),
                source,
                duration(manager, ManagerKey.DISCOVERY_INTERVAL, path, RemoteSettings.DEFAULT_DISCOVERY_INTERVAL),
                placement,
                values.count(manager, ManagerKey.CONNECTIONS_PER_NODE, path, MAX_CONNECTIONS, 0),
                operationTimeout,
                duration(manager, ManagerKey.CONNECT_TIMEOUT, path, MemcachedClientBuilder.DEFAULT_CONNECT_TIMEOUT),
                stallTimeout,
                values.count(
                        manager,
                        ManagerKey.MAX_IN_FLIGHT,
                        path,
                        MAX_IN_FLIGHT,
                        MemcachedClientBuilder.DEFAULT_MAX_IN_FLIGHT),
                failureMode,
                gutter(manager, path, failureMode),
                tls(manager, path),
                sasl(manager, path),
                values.text(manager, ManagerKey.NAMESPACE, path, ""),
                values.choice(manager, ManagerKey.ON_FAILURE, path, OnFailure.class, OnFailure.THROW));
    }

    RemoteCacheSettings readCache(ConfigObject block, String path, RemoteCacheSettings template) {
        Format format = values.choice(block, CacheKey.FORMAT, path, Format.class, template.format());
        if (format == Format.PLAIN) {
            for (ConfigKey key : EXACT_KEYS) {
                if (values.find(block, key) != null) {
                    throw values.error(block, key, path, "means nothing with format = plain");
                }
            }
        } else if (values.find(block, CacheKey.KEY_PREFIX) != null) {
            throw values.error(block, CacheKey.KEY_PREFIX, path, "must come with format = plain");
        }
        @Nullable String keyPrefix = values.optionalText(block, CacheKey.KEY_PREFIX, path);
        if (keyPrefix != null && path.equals(TEMPLATE_PATH)) {
            throw values.error(
                    block,
                    CacheKey.KEY_PREFIX,
                    path,
                    "must be set for each cache alone, since caches with one prefix would share their entries");
        }
        if (keyPrefix != null && !RemoteCacheSettings.isKeyPrefix(keyPrefix)) {
            throw values.error(
                    block,
                    CacheKey.KEY_PREFIX,
                    path,
                    "must be at most " + RemoteCacheSettings.MAX_PREFIX_LENGTH
                            + " bytes without blanks and control characters");
        }
        return new RemoteCacheSettings(
                format,
                values.choice(block, CacheKey.ON_UNDECODABLE, path, Undecodable.class, template.onUndecodable()),
                values.choice(block, CacheKey.ACCESS_EXPIRY, path, AccessExpiry.class, template.accessExpiry()),
                values.duration(block, CacheKey.GENERATION_CACHE, path, Duration.ZERO, template.generationCache()),
                values.duration(block, CacheKey.LEASE_DURATION, path, MIN_LEASE, template.leaseDuration()),
                keyPrefix);
    }

    private Duration duration(ConfigObject manager, ConfigKey key, String path, Duration defaultValue) {
        return values.duration(manager, key, path, ExpirySettings.MIN_DURATION, defaultValue);
    }

    private List<Discovery.Node> servers(
            ConfigObject manager, String path, DiscoverySource source, Placement placement) {
        List<Discovery.Node> servers = values.servers(manager, ManagerKey.SERVERS, path);
        if (servers.isEmpty()) {
            throw values.error(manager, ManagerKey.SERVERS, path, "must be given with mode = memcached");
        }
        boolean shares = hasShares(servers);
        if (shares && source != DiscoverySource.STATIC) {
            throw values.error(manager, ManagerKey.SERVERS, path, "must have no shares (*) unless discovery is static");
        }
        if (shares && !placement.isWeighted()) {
            throw values.error(
                    manager, ManagerKey.SERVERS, path, "must have no shares (*) with a placement that knows none");
        }
        if (source == DiscoverySource.ELASTICACHE && servers.size() != 1) {
            throw values.error(
                    manager,
                    ManagerKey.SERVERS,
                    path,
                    "must be the one configuration endpoint with discovery = elasticache");
        }
        return servers;
    }

    private List<Discovery.Node> gutter(ConfigObject manager, String path, FailureMode failureMode) {
        List<Discovery.Node> gutter = values.servers(manager, ManagerKey.GUTTER_SERVERS, path);
        if (failureMode == FailureMode.GUTTER && gutter.isEmpty()) {
            throw values.error(manager, ManagerKey.FAILURE_MODE, path, "must come with gutter-servers");
        }
        if (failureMode != FailureMode.GUTTER && !gutter.isEmpty()) {
            throw values.error(manager, ManagerKey.GUTTER_SERVERS, path, "must come with failure-mode = gutter");
        }
        if (hasShares(gutter)) {
            throw values.error(manager, ManagerKey.GUTTER_SERVERS, path, "must have no shares (*)");
        }
        return gutter;
    }

    private @Nullable TlsSettings tls(ConfigObject manager, String path) {
        if (!values.bool(manager, ManagerKey.TLS_ENABLED, path, false)) {
            for (ConfigKey key : TLS_KEYS) {
                if (values.find(manager, key) != null) {
                    throw values.error(manager, key, path, "must come with tls.enabled = true");
                }
            }
            return null;
        }
        TlsSettings tls = new TlsSettings(
                values.optionalText(manager, ManagerKey.TLS_TRUST_STORE, path),
                values.secret(manager, ManagerKey.TLS_TRUST_STORE_PASSWORD, path),
                values.optionalText(manager, ManagerKey.TLS_KEY_STORE, path),
                values.secret(manager, ManagerKey.TLS_KEY_STORE_PASSWORD, path),
                values.bool(manager, ManagerKey.TLS_VERIFY_HOST_NAME, path, true));
        requireWith(manager, path, ManagerKey.TLS_TRUST_STORE_PASSWORD, ManagerKey.TLS_TRUST_STORE);
        requireWith(manager, path, ManagerKey.TLS_KEY_STORE_PASSWORD, ManagerKey.TLS_KEY_STORE);
        try {
            TlsContext.create(tls);
        } catch (IllegalArgumentException e) {
            throw values.error(manager, ManagerKey.TLS_ENABLED, path, "needs its stores: " + e.getMessage(), e);
        }
        return tls;
    }

    private @Nullable SaslSettings sasl(ConfigObject manager, String path) {
        @Nullable String user = values.optionalText(manager, ManagerKey.SASL_USER, path);
        @Nullable Secret password = values.secret(manager, ManagerKey.SASL_PASSWORD, path);
        requireWith(manager, path, ManagerKey.SASL_USER, ManagerKey.SASL_PASSWORD);
        requireWith(manager, path, ManagerKey.SASL_PASSWORD, ManagerKey.SASL_USER);
        requireWith(manager, path, ManagerKey.SASL_ALLOW_PLAIN, ManagerKey.SASL_USER);
        requireWith(manager, path, ManagerKey.SASL_ALLOW_MISSING, ManagerKey.SASL_USER);
        if (user == null || password == null) {
            return null;
        }
        if (user.isEmpty()) {
            throw values.error(manager, ManagerKey.SASL_USER, path, "must not be empty");
        }
        return new SaslSettings(
                user,
                password,
                values.bool(manager, ManagerKey.SASL_ALLOW_PLAIN, path, false),
                values.bool(manager, ManagerKey.SASL_ALLOW_MISSING, path, false));
    }

    private void requireWith(ConfigObject manager, String path, ConfigKey key, ConfigKey needed) {
        if (values.find(manager, key) != null && values.find(manager, needed) == null) {
            throw values.error(manager, key, path, "must come with " + needed.path());
        }
    }

    private static boolean hasShares(List<Discovery.Node> servers) {
        return servers.stream().anyMatch(server -> server.weight() != NodeLocation.DEFAULT_WEIGHT);
    }
}
