package io.slabcache.jcache.internal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.slabcache.jcache.SlabConfigurationException;
import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a manager from a parsed file, and refuses what the table of keys does not know. */
final class ConfigReader {
    static final String ROOT = "slabcache";
    static final String TEMPLATE = "default";
    static final String CACHES = "caches";

    private final Config config;
    private final Places places;
    private final LongSupplier machineMemory;
    private final Set<String> modes;
    private final @Nullable ManagerUri uri;
    private final ConfigValues values;
    private final RemoteReader remote;

    /** Creates a reader of a file alone, which may choose among the modes of this project. */
    ConfigReader(Config config, Places places, LongSupplier machineMemory) {
        this(
                config,
                places,
                machineMemory,
                new TreeSet<>(Set.of(ManagerSettings.DEFAULT_MODE, ManagerUri.SERVERS_SCHEME)),
                null);
    }

    /**
     * Creates a reader.
     *
     * @param config what was parsed; substitutions are resolved here
     * @param places says where values stand
     * @param machineMemory how many bytes the machine or its container has
     * @param modes the modes that can be had
     * @param uri what the manager's URI says besides naming a file, or null
     */
    ConfigReader(
            Config config, Places places, LongSupplier machineMemory, Set<String> modes, @Nullable ManagerUri uri) {
        this.config = config;
        this.places = places;
        this.machineMemory = machineMemory;
        this.modes = modes;
        this.uri = uri;
        this.values = new ConfigValues(places);
        this.remote = new RemoteReader(values);
    }

    ManagerSettings read() {
        ConfigObject root = resolved();
        checkRoot(root);
        ConfigObject manager = values.block(root, ROOT, ROOT);
        checkKeys(manager, Scope.MANAGER, "", ROOT);
        String mode = values.word(manager, ManagerKey.MODE, ROOT, modes, ManagerSettings.DEFAULT_MODE);
        boolean isRemote = mode.equals(ManagerUri.SERVERS_SCHEME);
        remote.checkMode(manager, Scope.MANAGER, ROOT, isRemote);

        long limit = machineMemory.getAsLong();
        CacheReader reader = new CacheReader(values, limit, isRemote ? remote : null);
        @Nullable ConfigValue templateValue = manager.get(TEMPLATE);
        CacheSettings builtIn = isRemote ? CacheSettings.REMOTE_DEFAULT : CacheSettings.DEFAULT;
        CacheSettings template = builtIn;
        if (templateValue != null) {
            template = readCache(reader, manager, TEMPLATE, ROOT, builtIn);
        }
        Map<String, CacheSettings> caches = new LinkedHashMap<>();
        @Nullable ConfigValue cachesValue = manager.get(CACHES);
        if (cachesValue != null) {
            String path = ROOT + "." + CACHES;
            ConfigObject block = values.block(manager, CACHES, path);
            for (String name : namesInOrder(block)) {
                if (name.isBlank()) {
                    throw values.error(entry(block, name), path, "cache name must not be blank", "");
                }
                caches.put(name, readCache(reader, block, name, path, template));
            }
            if (!isRemote) {
                checkSum(caches, limit, block, path);
            }
        }
        return new ManagerSettings(
                places.file(),
                mode,
                values.bool(
                        manager, ManagerKey.ADOPT_DECLARED_CACHES, ROOT, ManagerSettings.DEFAULT_ADOPT_DECLARED_CACHES),
                values.patterns(manager, ManagerKey.ALLOWED_CLASSES, ROOT, List.of()),
                values.count(
                        manager,
                        ManagerKey.EXECUTOR_THREADS,
                        ROOT,
                        ManagerSettings.MAX_EXECUTOR_THREADS,
                        ManagerSettings.defaultExecutorThreads()),
                isRemote ? remote.read(manager, ROOT) : null,
                template,
                caches);
    }

    private CacheSettings readCache(
            CacheReader reader, ConfigObject parent, String name, String parentPath, CacheSettings template) {
        String path = parentPath + "." + ConfigValues.quoted(name);
        ConfigObject block = values.block(parent, name, path);
        checkKeys(block, Scope.CACHE, "", path);
        remote.checkMode(block, Scope.CACHE, path, reader.isRemote());
        for (ConfigObject listener : values.listeners(block, path)) {
            checkKeys(listener, Scope.LISTENER, "", path + "." + CacheKey.LISTENERS.path());
        }
        return reader.read(block, path, template);
    }

    private ConfigObject resolved() {
        try {
            Config file = config.resolve();
            return (uri == null ? file : uri.addTo(file, places)).root();
        } catch (ConfigException e) {
            throw values.unreadable("substitution cannot be resolved", e);
        }
    }

    /** A file may hold other programs' blocks beside ours, but not something that was meant to be ours. */
    private void checkRoot(ConfigObject root) {
        for (String name : namesInOrder(root)) {
            if (!name.equals(ROOT) && NearestName.of(name, List.of(ROOT)) != null) {
                throw new SlabConfigurationException(
                        places.of(entry(root, name), name) + ": unknown key, nearest is " + ROOT + ": key=" + name);
            }
        }
        if (root.containsKey(ROOT)) {
            return;
        }
        throw new SlabConfigurationException(
                places.file() + ": file must have a block " + ROOT + ": found=" + namesInOrder(root));
    }

    private void checkKeys(ConfigObject block, Scope scope, String prefix, String blockPath) {
        for (String name : namesInOrder(block)) {
            String path = prefix + name;
            String fullPath = blockPath + "." + ConfigValues.quoted(name);
            ConfigValue value = entry(block, name);
            List<ConfigKey> keys = ConfigKeys.of(scope);
            if (name.indexOf('.') >= 0) {
                throw unknownKey(scope, path, fullPath, value);
            }
            if (keys.stream().anyMatch(key -> key.path().equals(path)) || isSubBlock(scope, path)) {
                continue;
            }
            if (keys.stream().anyMatch(key -> key.path().startsWith(path + "."))) {
                checkKeys(values.block(block, name, fullPath), scope, path + ".", fullPath);
            } else {
                throw unknownKey(scope, path, fullPath, value);
            }
        }
    }

    private static boolean isSubBlock(Scope scope, String path) {
        return scope == Scope.MANAGER && (path.equals(TEMPLATE) || path.equals(CACHES));
    }

    private SlabConfigurationException unknownKey(Scope scope, String path, String fullPath, ConfigValue value) {
        List<String> valid = validPaths(scope).toList();
        Stream<String> misplaced =
                scope == Scope.MANAGER ? validPaths(Scope.CACHE).map(it -> TEMPLATE + "." + it) : Stream.empty();
        @Nullable
        String nearest =
                NearestName.of(path, Stream.concat(valid.stream(), misplaced).toList());
        String place = places.of(value, fullPath);
        if (nearest != null && !nearest.equals(path)) {
            return new SlabConfigurationException(place + ": unknown key, nearest is " + nearest + ": key=" + fullPath);
        }
        String hint = "";
        if (path.indexOf('.') >= 0 && value.valueType() != ConfigValueType.OBJECT && fullPath.endsWith("\"")) {
            hint = ", dots in quotes do not separate blocks";
        } else if (scope == Scope.CACHE && value.valueType() == ConfigValueType.OBJECT) {
            hint = ", a cache name with dots must be quoted";
        }
        return new SlabConfigurationException(
                place + ": unknown key" + hint + ": key=" + fullPath + ", valid=" + valid);
    }

    private static Stream<String> validPaths(Scope scope) {
        Stream<String> keys = ConfigKeys.of(scope).stream().map(ConfigKey::path);
        return scope == Scope.MANAGER ? Stream.concat(keys, Stream.of(TEMPLATE, CACHES)) : keys;
    }

    private void checkSum(Map<String, CacheSettings> caches, long limit, ConfigObject block, String path) {
        long sum = 0;
        for (CacheSettings cache : caches.values()) {
            long next = sum + cache.capacity();
            sum = next < sum ? Long.MAX_VALUE : next;
        }
        if (sum > limit) {
            String capacities = caches.entrySet().stream()
                    .map(cache ->
                            cache.getKey() + "=" + Sizes.format(cache.getValue().capacity()))
                    .collect(Collectors.joining(", ", "[", "]"));
            throw new SlabConfigurationException(places.of(block, path)
                    + ": the declared caches' capacities must together be at most what the machine or its container"
                    + " has: sum=" + Sizes.format(sum) + ", limit=" + Sizes.format(limit) + ", capacities="
                    + capacities);
        }
    }

    private static ConfigValue entry(ConfigObject block, String name) {
        ConfigValue value = block.get(name);
        if (value == null) {
            throw new IllegalArgumentException("block must have the key: name=" + name);
        }
        return value;
    }

    /** A block does not keep its order, but its values know their lines. */
    private static List<String> namesInOrder(ConfigObject block) {
        List<String> names = new ArrayList<>(block.keySet());
        names.sort(Comparator.<String>comparingInt(
                        name -> entry(block, name).origin().lineNumber())
                .thenComparing(Comparator.naturalOrder()));
        return names;
    }
}
