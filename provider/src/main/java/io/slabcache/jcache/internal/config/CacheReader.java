package io.slabcache.jcache.internal.config;

import com.typesafe.config.ConfigObject;
import io.slabcache.jcache.SlabConfiguration;
import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import io.slabcache.jcache.internal.config.ExpirySettings.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the block of one cache, or of the template, whose keys were checked already. */
final class CacheReader {
    private static final List<Policy> POLICIES_IN_FILES =
            List.of(Policy.ETERNAL, Policy.CREATED, Policy.ACCESSED, Policy.MODIFIED, Policy.TOUCHED);

    private final ConfigValues values;
    private final long machineMemory;
    private final @Nullable RemoteReader remote;

    /**
     * Creates a reader.
     *
     * @param values takes values out of blocks
     * @param machineMemory how many bytes the machine or its container has
     * @param remote reads what a cache says about servers; null where entries are in this process
     */
    CacheReader(ConfigValues values, long machineMemory, @Nullable RemoteReader remote) {
        this.values = values;
        this.machineMemory = machineMemory;
        this.remote = remote;
    }

    boolean isRemote() {
        return remote != null;
    }

    CacheSettings read(ConfigObject block, String path, CacheSettings template) {
        long capacity = capacity(block, path, template);
        @Nullable String loader = className(block, CacheKey.LOADER, path, template.loader());
        @Nullable String writer = className(block, CacheKey.WRITER, path, template.writer());
        boolean readThrough = values.bool(block, CacheKey.READ_THROUGH, path, template.readThrough());
        boolean writeThrough = values.bool(block, CacheKey.WRITE_THROUGH, path, template.writeThrough());
        if (readThrough && loader == null) {
            throw values.error(block, CacheKey.READ_THROUGH, path, "must come with a loader");
        }
        if (writeThrough && writer == null) {
            throw values.error(block, CacheKey.WRITE_THROUGH, path, "must come with a writer");
        }
        if (!writeThrough && values.find(block, CacheKey.WRITER) != null) {
            throw values.error(block, CacheKey.WRITER, path, "is never called without write-through = true");
        }
        return new CacheSettings(
                capacity,
                maxItemSize(block, path, capacity, template),
                classNameOr(block, CacheKey.KEY_TYPE, path, template.keyType()),
                classNameOr(block, CacheKey.VALUE_TYPE, path, template.valueType()),
                expiry(block, path, template.expiry()),
                className(block, CacheKey.KEY_CODEC, path, template.keyCodec()),
                className(block, CacheKey.VALUE_CODEC, path, template.valueCodec()),
                values.patterns(block, CacheKey.ALLOWED_CLASSES, path, template.allowedClasses()),
                values.bool(block, CacheKey.STATISTICS, path, template.statistics()),
                values.bool(block, CacheKey.MANAGEMENT, path, template.management()),
                readThrough,
                loader,
                writeThrough,
                writer,
                listeners(block, path, template.listeners()),
                remote(block, path, template),
                origins(block, path, template.origins()));
    }

    private @Nullable RemoteCacheSettings remote(ConfigObject block, String path, CacheSettings template) {
        @Nullable RemoteCacheSettings inherited = template.remote();
        return remote == null || inherited == null ? null : remote.readCache(block, path, inherited);
    }

    private long capacity(ConfigObject block, String path, CacheSettings template) {
        long capacity =
                values.size(block, CacheKey.CAPACITY, path, SlabConfiguration.MIN_CAPACITY, template.capacity());
        if (capacity > machineMemory && !isRemote()) {
            throw values.limitError(
                    block,
                    CacheKey.CAPACITY,
                    path,
                    "at most what the machine or its container has",
                    "limit",
                    machineMemory);
        }
        return capacity;
    }

    private OptionalInt maxItemSize(ConfigObject block, String path, long capacity, CacheSettings template) {
        long most = Math.min(capacity / CacheSettings.MIN_ITEM_FRACTION, Integer.MAX_VALUE);
        if (values.isAuto(block, CacheKey.MAX_ITEM_SIZE)) {
            return OptionalInt.empty();
        }
        if (values.find(block, CacheKey.MAX_ITEM_SIZE) == null) {
            OptionalInt inherited = template.maxItemSize();
            return inherited.isEmpty() ? inherited : OptionalInt.of((int) Math.min(inherited.getAsInt(), most));
        }
        long size = values.size(block, CacheKey.MAX_ITEM_SIZE, path, 1, 1);
        if (size > most) {
            throw values.limitError(block, CacheKey.MAX_ITEM_SIZE, path, "at most half of the capacity", "limit", most);
        }
        return OptionalInt.of((int) size);
    }

    private ExpirySettings expiry(ConfigObject block, String path, ExpirySettings template) {
        @Nullable String className = values.className(block, CacheKey.EXPIRY_CLASS, path);
        @Nullable Duration duration = values.duration(block, CacheKey.EXPIRY_DURATION, path);
        boolean hasPolicy = values.find(block, CacheKey.EXPIRY_POLICY) != null;
        if (className != null) {
            if (hasPolicy || duration != null) {
                throw values.error(
                        block, CacheKey.EXPIRY_CLASS, path, "must not come with expiry.policy or expiry.duration");
            }
            return new ExpirySettings(Policy.CUSTOM, null, className);
        }
        if (!hasPolicy && duration == null) {
            return template;
        }
        Policy policy = values.choice(block, CacheKey.EXPIRY_POLICY, path, POLICIES_IN_FILES, template.policy());
        if (!policy.hasDuration()) {
            if (duration != null) {
                throw values.error(
                        block,
                        CacheKey.EXPIRY_DURATION,
                        path,
                        "must come with expiry.policy = created, accessed, modified or touched");
            }
            return ExpirySettings.ETERNAL;
        }
        @Nullable Duration effective = duration == null ? template.duration() : duration;
        if (effective == null) {
            throw values.error(block, CacheKey.EXPIRY_POLICY, path, "must come with expiry.duration");
        }
        return new ExpirySettings(policy, effective, null);
    }

    private List<ListenerSettings> listeners(ConfigObject block, String path, List<ListenerSettings> template) {
        if (values.find(block, CacheKey.LISTENERS) == null) {
            return template;
        }
        String listenersPath = path + "." + CacheKey.LISTENERS.path();
        List<ListenerSettings> listeners = new ArrayList<>();
        for (ConfigObject listener : values.listeners(block, path)) {
            @Nullable String className = values.className(listener, ListenerKey.CLASS, listenersPath);
            if (className == null) {
                throw values.error(listener, ListenerKey.CLASS, listenersPath, "must be given");
            }
            var settings = new ListenerSettings(
                    className,
                    values.className(listener, ListenerKey.FILTER, listenersPath),
                    values.bool(listener, ListenerKey.SYNCHRONOUS, listenersPath, ListenerSettings.DEFAULT_SYNCHRONOUS),
                    values.bool(listener, ListenerKey.OLD_VALUE, listenersPath, ListenerSettings.DEFAULT_OLD_VALUE));
            if (listeners.contains(settings)) {
                throw values.error(listener, ListenerKey.CLASS, listenersPath, "must not be registered twice");
            }
            listeners.add(settings);
        }
        return listeners;
    }

    private @Nullable String className(ConfigObject block, ConfigKey key, String path, @Nullable String defaultValue) {
        @Nullable String own = values.className(block, key, path);
        return own == null ? defaultValue : own;
    }

    private String classNameOr(ConfigObject block, ConfigKey key, String path, String defaultValue) {
        @Nullable String own = values.className(block, key, path);
        return own == null ? defaultValue : own;
    }

    private Origins origins(ConfigObject block, String path, Origins template) {
        Map<ConfigKey, String> places = new LinkedHashMap<>();
        places.putAll(template.keys());
        for (ConfigKey key : ConfigKeys.of(Scope.CACHE)) {
            @Nullable String place = values.placeOf(block, key, path);
            if (place != null) {
                places.put(key, place);
            }
        }
        return new Origins(values.placeOf(block, path), places);
    }
}
