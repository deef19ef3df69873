package io.slabcache.jcache.internal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.slabcache.client.Discovery;
import io.slabcache.jcache.SlabConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes typed values out of a block; a value that is not of its key's type is an error that says where it stands. */
final class ConfigValues {
    private static final Duration MAX_DURATION = Duration.ofDays(1);

    static final String AUTO = "auto";

    private static final String KEY = "value";
    private static final Pattern NUMBER_WITHOUT_UNIT = Pattern.compile("[+-]?[\\d.]+([eE][+-]?\\d+)?");
    private static final Pattern SMALL_WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");

    private final Places places;

    ConfigValues(Places places) {
        this.places = places;
    }

    /** Returns a name as it is written in a path: in quotes where needed. */
    static String quoted(String name) {
        return ConfigUtil.joinPath(name);
    }

    @Nullable
    ConfigValue find(ConfigObject block, ConfigKey key) {
        @Nullable ConfigValue value = block;
        for (String name : key.path().split("\\.", -1)) {
            value = value instanceof ConfigObject object ? object.get(name) : null;
        }
        return value;
    }

    /** Returns where a key stands; null if it is not set. */
    @Nullable
    String placeOf(ConfigObject block, ConfigKey key, String blockPath) {
        @Nullable ConfigValue value = find(block, key);
        return value == null ? null : places.of(value, blockPath + "." + key.path());
    }

    String placeOf(ConfigObject block, String blockPath) {
        return places.of(block, blockPath);
    }

    ConfigObject block(ConfigObject parent, String name, String path) {
        ConfigValue value = parent.get(name);
        if (value instanceof ConfigObject object) {
            return object;
        }
        if (value == null) {
            throw new IllegalArgumentException("block must have the key: path=" + path);
        }
        throw error(value, path, "value must be a block { }", holdsSecrets(name) ? Secret.MASK : value.unwrapped());
    }

    /** Somebody may have written the password where its block belongs. */
    private static boolean holdsSecrets(String name) {
        return ConfigKeys.all().stream()
                .anyMatch(key -> key.isSecret() && key.path().startsWith(name + "."));
    }

    boolean bool(ConfigObject block, ConfigKey key, String path, boolean defaultValue) {
        return get(block, key, path, defaultValue, value -> config(value).getBoolean(KEY));
    }

    long size(ConfigObject block, ConfigKey key, String path, long minimum, long defaultValue) {
        long bytes = get(
                block,
                key,
                path,
                defaultValue,
                value -> config(value).getMemorySize(KEY).toBytes());
        if (bytes < minimum) {
            throw limitError(block, key, path, "at least " + Sizes.format(minimum), "minimum", minimum);
        }
        return bytes;
    }

    boolean isAuto(ConfigObject block, ConfigKey key) {
        @Nullable ConfigValue value = find(block, key);
        return value != null && AUTO.equals(value.unwrapped());
    }

    int count(ConfigObject block, ConfigKey key, String path, int maximum, int auto) {
        boolean mayBeAuto = key.type() == ConfigKey.KeyType.COUNT_OR_AUTO;
        if (find(block, key) == null || (mayBeAuto && isAuto(block, key))) {
            return auto;
        }
        int count = get(block, key, path, auto, value -> {
            String text = String.valueOf(value.unwrapped());
            if (!SMALL_WHOLE_NUMBER.matcher(text).matches()) {
                throw new IllegalArgumentException(text);
            }
            return Integer.parseInt(text);
        });
        if (count < 1 || count > maximum) {
            throw error(block, key, path, "must be 1 to " + maximum);
        }
        return count;
    }

    @Nullable
    Duration duration(ConfigObject block, ConfigKey key, String path) {
        @Nullable Duration duration = parsedDuration(block, key, path);
        if (duration != null && duration.compareTo(ExpirySettings.MIN_DURATION) < 0) {
            throw error(block, key, path, "must be at least 1 ms");
        }
        return duration;
    }

    Duration duration(ConfigObject block, ConfigKey key, String path, Duration minimum, Duration defaultValue) {
        @Nullable Duration duration = parsedDuration(block, key, path);
        if (duration == null) {
            return defaultValue;
        }
        if (duration.compareTo(minimum) < 0 || duration.compareTo(MAX_DURATION) > 0) {
            throw error(block, key, path, "must be " + minimum.toMillis() + " ms to 1 day");
        }
        return duration;
    }

    private @Nullable Duration parsedDuration(ConfigObject block, ConfigKey key, String path) {
        return optional(block, key, path, value -> {
            if (NUMBER_WITHOUT_UNIT.matcher(String.valueOf(value.unwrapped())).matches()) {
                throw new IllegalArgumentException("no unit");
            }
            return config(value).getDuration(KEY);
        });
    }

    @Nullable
    String optionalText(ConfigObject block, ConfigKey key, String path) {
        return optional(block, key, path, value -> config(value).getString(KEY));
    }

    String text(ConfigObject block, ConfigKey key, String path, String defaultValue) {
        @Nullable String text = optionalText(block, key, path);
        return text == null ? defaultValue : text;
    }

    @Nullable
    Secret secret(ConfigObject block, ConfigKey key, String path) {
        @Nullable String text = optionalText(block, key, path);
        return text == null ? null : new Secret(text);
    }

    List<Discovery.Node> servers(ConfigObject block, ConfigKey key, String path) {
        return get(block, key, path, List.of(), value -> {
            List<String> texts = value.valueType() == ConfigValueType.LIST
                    ? config(value).getStringList(KEY)
                    : List.of(config(value).getString(KEY));
            try {
                return ServerList.parse(texts);
            } catch (IllegalArgumentException e) {
                throw error(block, key, path, "must be " + key.type().description() + ": " + e.getMessage(), e);
            }
        });
    }

    <E extends Enum<E>> E choice(ConfigObject block, ConfigKey key, String path, Class<E> type, E defaultValue) {
        return choice(block, key, path, Arrays.asList(type.getEnumConstants()), defaultValue);
    }

    <E extends Enum<E>> E choice(ConfigObject block, ConfigKey key, String path, List<E> choices, E defaultValue) {
        Map<String, E> byWord = new LinkedHashMap<>();
        choices.forEach(choice -> byWord.put(word(choice), choice));
        return byWord.getOrDefault(word(block, key, path, byWord.keySet(), word(defaultValue)), defaultValue);
    }

    String word(ConfigObject block, ConfigKey key, String path, Set<String> words, String defaultWord) {
        @Nullable ConfigValue value = find(block, key);
        if (value == null) {
            return defaultWord;
        }
        if (value.unwrapped() instanceof String word && words.contains(word)) {
            return word;
        }
        @Nullable String nearest = NearestName.of(String.valueOf(value.unwrapped()), words);
        throw error(
                block,
                key,
                path,
                "must be one of " + String.join(", ", words) + (nearest == null ? "" : "; nearest is " + nearest));
    }

    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Nullable
    String className(ConfigObject block, ConfigKey key, String path) {
        return optional(block, key, path, value -> {
            if (!(value.unwrapped() instanceof String name) || !ClassPatterns.isClassName(name)) {
                throw new IllegalArgumentException("no class name");
            }
            return name;
        });
    }

    List<String> patterns(ConfigObject block, ConfigKey key, String path, List<String> defaultValue) {
        return get(block, key, path, defaultValue, value -> {
            List<String> patterns = new ArrayList<>();
            for (ConfigValue element : config(value).getList(KEY)) {
                if (!(element.unwrapped() instanceof String text) || !ClassPatterns.isPattern(text)) {
                    throw error(
                            element,
                            path + "." + key.path(),
                            key.path() + " must hold class names or package patterns such as \"com.example.**\"",
                            element.unwrapped());
                }
                patterns.add(text);
            }
            return patterns;
        });
    }

    List<ConfigObject> listeners(ConfigObject block, String path) {
        return get(block, CacheKey.LISTENERS, path, List.of(), value -> {
            List<ConfigObject> listeners = new ArrayList<>();
            ConfigList list = config(value).getList(KEY);
            for (ConfigValue element : list) {
                if (!(element instanceof ConfigObject listener)) {
                    throw error(
                            element,
                            path + "." + CacheKey.LISTENERS.path(),
                            "listener must be a block such as { class = com.example.Audit }",
                            element.unwrapped());
                }
                listeners.add(listener);
            }
            return listeners;
        });
    }

    private <T> T get(
            ConfigObject block, ConfigKey key, String path, T defaultValue, Function<ConfigValue, T> conversion) {
        @Nullable T value = optional(block, key, path, conversion);
        return value == null ? defaultValue : value;
    }

    private <T> @Nullable T optional(
            ConfigObject block, ConfigKey key, String path, Function<ConfigValue, T> conversion) {
        @Nullable ConfigValue value = find(block, key);
        if (value == null) {
            return null;
        }
        try {
            if (value.valueType() != ConfigValueType.NULL) {
                return conversion.apply(value);
            }
        } catch (SlabConfigurationException e) {
            throw e;
        } catch (ConfigException | IllegalArgumentException e) {
            if (!key.isSecret()) { // The cause may quote the value.
                throw error(block, key, path, "must be " + key.type().description(), e);
            }
        }
        throw error(block, key, path, "must be " + key.type().description());
    }

    private static Config config(ConfigValue value) {
        return value.atKey(KEY);
    }

    SlabConfigurationException limitError(
            ConfigObject block, ConfigKey key, String path, String what, String limitName, long limit) {
        String message = message(block, key, path, "must be " + what);
        return new SlabConfigurationException(message + ", " + limitName + "=" + Sizes.format(limit));
    }

    SlabConfigurationException error(ConfigObject block, ConfigKey key, String path, String what) {
        return new SlabConfigurationException(message(block, key, path, what));
    }

    SlabConfigurationException error(ConfigObject block, ConfigKey key, String path, String what, Throwable cause) {
        return new SlabConfigurationException(message(block, key, path, what), cause);
    }

    /** Where the key is not set itself, the message names the block. */
    private String message(ConfigObject block, ConfigKey key, String path, String what) {
        @Nullable ConfigValue value = find(block, key);
        String place = value == null ? places.of(block, path) : places.of(value, path + "." + key.path());
        String text = place + ": " + key.path() + " " + what + ": key=" + path + "." + key.path();
        if (value == null) {
            return text;
        }
        String shown = String.valueOf(value.unwrapped());
        // Servers with an @ have a password, for which there is another place.
        boolean hidden = key.isSecret() || (key.type() == ConfigKey.KeyType.SERVERS && shown.indexOf('@') >= 0);
        return text + ", value=" + (hidden ? Secret.MASK : shown);
    }

    SlabConfigurationException error(ConfigValue value, String path, String what, @Nullable Object found) {
        return new SlabConfigurationException(
                places.of(value, path) + ": " + what + ": key=" + path + ", value=" + found);
    }

    SlabConfigurationException unreadable(String what, ConfigException e) {
        String place = places.of(e.origin());
        String detail = String.valueOf(e.getMessage());
        String said = Stream.of(place + ": ", place)
                .filter(detail::startsWith)
                .findFirst()
                .map(prefix -> detail.substring(prefix.length()))
                .orElse(detail);
        return new SlabConfigurationException(place + ": " + what + ": " + said, e);
    }
}
