package io.slabcache.jcache.internal.config;

import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the settings in effect once, when a manager starts. */
final class SettingsLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(SettingsLog.class);

    private SettingsLog() {}

    /**
     * Logs a line for the manager (at info level if it has a file) and a line for each cache at debug level; warns if
     * the declared caches and the heap together may outgrow the memory.
     *
     * @param settings the settings
     * @param machineMemory how many bytes the machine or its container has
     */
    static void log(ManagerSettings settings, LongSupplier machineMemory) {
        if (settings.source().equals(ManagerSettings.BUILT_IN)) {
            LOGGER.debug("{}", describe(settings));
        } else {
            LOGGER.info("{}", describe(settings));
        }
        LOGGER.debug("template: {}", describe(settings.template()));
        if (settings.remote() != null) {
            settings.caches().forEach((name, cache) -> LOGGER.debug("cache {}: {}", name, describe(cache)));
            return;
        }
        long declared = 0;
        for (Map.Entry<String, CacheSettings> cache : settings.caches().entrySet()) {
            LOGGER.debug("cache {}: {}", cache.getKey(), describe(cache.getValue()));
            declared += cache.getValue().capacity();
        }
        long limit = machineMemory.getAsLong();
        long heap = Runtime.getRuntime().maxMemory();
        if (declared > 0 && declared > limit - heap) {
            LOGGER.warn(
                    "the declared caches and the heap together may need more memory than there is: caches={}, heap={},"
                            + " limit={}",
                    Sizes.format(declared),
                    Sizes.format(heap),
                    Sizes.format(limit));
        }
    }

    static String describe(ManagerSettings settings) {
        return "settings: source=" + settings.source()
                + ", mode=" + settings.mode()
                + ", adopt-declared-caches=" + settings.adoptDeclaredCaches()
                + ", serialization.allowed-classes=" + settings.allowedClasses()
                + ", executor.threads=" + settings.executorThreads()
                + ", caches=" + settings.caches().keySet()
                + describe(settings.remote());
    }

    /** Says nothing of passwords but that there are some. */
    private static String describe(@Nullable RemoteSettings remote) {
        if (remote == null) {
            return "";
        }
        return ", servers=" + ServerList.format(remote.servers())
                + ", discovery=" + ConfigValues.word(remote.discovery())
                + ", discovery-interval=" + remote.discoveryInterval()
                + ", placement=" + ConfigValues.word(remote.placement())
                + ", connections-per-node="
                + (remote.connectionsPerNode() == 0 ? ConfigValues.AUTO : remote.connectionsPerNode())
                + ", operation-timeout=" + remote.operationTimeout()
                + ", connect-timeout=" + remote.connectTimeout()
                + ", stall-timeout=" + remote.stallTimeout()
                + ", max-in-flight=" + remote.maxInFlight()
                + ", failure-mode=" + ConfigValues.word(remote.failureMode())
                + ", gutter-servers=" + ServerList.format(remote.gutter())
                + ", namespace=" + remote.namespace()
                + ", on-failure=" + ConfigValues.word(remote.onFailure())
                + describe(remote.tls())
                + describe(remote.sasl());
    }

    private static String describe(@Nullable TlsSettings tls) {
        if (tls == null) {
            return ", tls.enabled=false";
        }
        return ", tls.enabled=true"
                + ", tls.trust-store=" + tls.trustStore()
                + ", tls.trust-store-password=" + tls.trustStorePassword()
                + ", tls.key-store=" + tls.keyStore()
                + ", tls.key-store-password=" + tls.keyStorePassword()
                + ", tls.verify-host-name=" + tls.verifyHostName();
    }

    private static String describe(@Nullable SaslSettings sasl) {
        if (sasl == null) {
            return ", sasl.user=null";
        }
        return ", sasl.user=" + sasl.user()
                + ", sasl.password=" + sasl.password()
                + ", sasl.allow-plain-without-tls=" + sasl.allowPlainWithoutTls()
                + ", sasl.allow-missing-authentication=" + sasl.allowMissingAuthentication();
    }

    static String describe(CacheSettings settings) {
        OptionalInt maxItemSize = settings.maxItemSize();
        ExpirySettings expiry = settings.expiry();
        RemoteCacheSettings remote = settings.remote();
        String place = remote == null
                ? "capacity=" + Sizes.format(settings.capacity())
                        + ", max-item-size="
                        + (maxItemSize.isEmpty() ? ConfigValues.AUTO : Sizes.format(maxItemSize.getAsInt()))
                : "format=" + ConfigValues.word(remote.format())
                        + ", on-undecodable=" + ConfigValues.word(remote.onUndecodable())
                        + ", access-expiry=" + ConfigValues.word(remote.accessExpiry())
                        + ", generation-cache=" + remote.generationCache()
                        + ", lease-duration=" + remote.leaseDuration()
                        + ", key-prefix=" + remote.keyPrefix();
        return place
                + ", key-type=" + settings.keyType()
                + ", value-type=" + settings.valueType()
                + ", expiry.policy=" + ConfigValues.word(expiry.policy())
                + ", expiry.duration=" + expiry.duration()
                + ", expiry.class=" + expiry.className()
                + ", codec.key=" + settings.keyCodec()
                + ", codec.value=" + settings.valueCodec()
                + ", allowed-classes=" + settings.allowedClasses()
                + ", statistics=" + settings.statistics()
                + ", management=" + settings.management()
                + ", read-through=" + settings.readThrough()
                + ", loader=" + settings.loader()
                + ", write-through=" + settings.writeThrough()
                + ", writer=" + settings.writer()
                + ", listeners=" + settings.listeners();
    }
}
