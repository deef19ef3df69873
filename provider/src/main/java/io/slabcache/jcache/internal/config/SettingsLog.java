package io.slabcache.jcache.internal.config;

import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
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
                + ", caches=" + settings.caches().keySet();
    }

    static String describe(CacheSettings settings) {
        OptionalInt maxItemSize = settings.maxItemSize();
        ExpirySettings expiry = settings.expiry();
        return "capacity=" + Sizes.format(settings.capacity())
                + ", max-item-size="
                + (maxItemSize.isEmpty() ? ConfigValues.AUTO : Sizes.format(maxItemSize.getAsInt()))
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
