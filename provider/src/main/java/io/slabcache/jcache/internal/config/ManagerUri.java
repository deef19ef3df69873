package io.slabcache.jcache.internal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.slabcache.jcache.SlabConfigurationException;
import io.slabcache.jcache.internal.config.ConfigKey.KeyType;
import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a manager's URI says besides naming a file: where entries live, and for
 * {@code memcached://host:port,host:port?key=value&key=value} the servers and the keys of a file.
 *
 * @param mode where entries live
 * @param options the values by their paths in a file
 */
record ManagerUri(String mode, Map<String, ConfigValue> options) {
    /** What stands for the place of a value that the URI sets. */
    static final String ORIGIN = "manager's URI";

    /** The scheme of servers. */
    static final String SERVERS_SCHEME = "memcached";

    private static final Pattern USER_INFO = Pattern.compile("(?<=:|//)[^/@]*@");
    private static final Pattern QUERY = Pattern.compile("\\?.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[\\w.-]*");

    ManagerUri {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Reads a URI whose scheme is a mode.
     *
     * @param uri the URI
     * @return what it says
     * @throws SlabConfigurationException if it is of servers and says something that cannot be used
     */
    static ManagerUri of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return new ManagerUri(scheme, scheme.equals(SERVERS_SCHEME) ? serversAndOptions(uri) : Map.of());
    }

    /** Returns a location without what is nobody's business. */
    static String masked(String location) {
        String text = USER_INFO.matcher(location).replaceAll(Secret.MASK + "@");
        return QUERY.matcher(text).replaceFirst("?" + Secret.MASK);
    }

    /**
     * Adds what the URI says to a file.
     *
     * @param file the file, resolved
     * @param places says where values stand in it
     * @return both
     * @throws SlabConfigurationException if they contradict each other
     */
    Config addTo(Config file, Places places) {
        Config both = file;
        Map<String, ConfigValue> all = new LinkedHashMap<>();
        all.put(path(Scope.MANAGER, ManagerKey.MODE), value(mode));
        all.putAll(options);
        for (Map.Entry<String, ConfigValue> option : all.entrySet()) {
            String path = option.getKey();
            if (file.hasPath(path)) {
                ConfigValue inFile = file.getValue(path);
                if (!text(path, inFile).equals(text(path, option.getValue()))) {
                    throw new SlabConfigurationException(ORIGIN + " and " + places.of(inFile, path)
                            + " must not contradict each other: key=" + path + ", uri="
                            + option.getValue().unwrapped() + ", file=" + inFile.unwrapped());
                }
            } else {
                both = both.withValue(path, option.getValue());
            }
        }
        return both;
    }

    private static Map<String, ConfigValue> serversAndOptions(URI uri) {
        // Several IPv6 addresses are no authority to java.net.URI, so such a URI has them in its query.
        @Nullable String authority = uri.getRawAuthority();
        String rest = uri.getRawSchemeSpecificPart();
        int questionMark = rest.indexOf('?');
        @Nullable String query = questionMark < 0 ? null : rest.substring(questionMark + 1);
        if (authority == null) {
            checkName(uri, questionMark < 0 ? rest : rest.substring(0, questionMark));
        } else if (authority.indexOf('@') >= 0) {
            throw error(
                    uri, "must not have a user or a password, which belong in sasl.user and sasl.password of a file");
        } else if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
            throw error(
                    uri,
                    "must not have a path, for caches of one name that belong to different applications are"
                            + " kept apart by the option namespace");
        }
        if (uri.getRawFragment() != null) {
            throw error(uri, "must not have a fragment");
        }
        Map<String, ConfigValue> options = new LinkedHashMap<>();
        if (authority != null) {
            add(uri, options, ManagerKey.SERVERS.path(), decoded(authority));
        }
        if (query != null) {
            for (String option : query.split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals < 1) {
                    throw error(uri, "must have options of the form key=value with & between them");
                }
                add(uri, options, decoded(option.substring(0, equals)), decoded(option.substring(equals + 1)));
            }
        }
        return options;
    }

    /** Without servers the URI is a name for a manager whose servers a file names. */
    private static void checkName(URI uri, String name) {
        if (name.indexOf('@') >= 0
                || !NAME.matcher(name.startsWith("///") ? name.substring(3) : name)
                        .matches()) {
            throw error(uri, "must be memcached://host:port,host:port?key=value, or a name whose servers a file names");
        }
    }

    private static void add(URI uri, Map<String, ConfigValue> options, String name, String text) {
        ConfigKey key = key(uri, name);
        ConfigValue value = key.type() == KeyType.PATTERNS
                ? ConfigValueFactory.fromIterable(List.of(text.split(",", -1)), ORIGIN)
                : value(text);
        if (options.put(path(key.scope(), key), value) != null) {
            throw error(uri, "must not say the same twice: key=" + name);
        }
    }

    private static ConfigKey key(URI uri, String name) {
        List<ConfigKey> keys = Stream.of(Scope.MANAGER, Scope.CACHE)
                .flatMap(scope -> ConfigKeys.of(scope).stream())
                .filter(key -> key != ManagerKey.MODE && key != CacheKey.KEY_PREFIX && key.type() != KeyType.LISTENERS)
                .toList();
        List<String> names = keys.stream().map(ConfigKey::path).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            @Nullable String nearest = NearestName.of(name, names);
            throw error(
                    uri,
                    nearest == null
                            ? "has an unknown option: key=" + name
                            : "has an unknown option, nearest is " + nearest + ": key=" + name);
        }
        if (keys.get(index).isSecret()) {
            throw error(uri, "must not hold a password, which belongs in a file or in the environment: key=" + name);
        }
        return keys.get(index);
    }

    private static String path(Scope scope, ConfigKey key) {
        String block = scope == Scope.CACHE ? ConfigReader.ROOT + "." + ConfigReader.TEMPLATE : ConfigReader.ROOT;
        return block + "." + key.path();
    }

    /** The same servers may be a list in the file and a text in the URI. */
    private static String text(String path, ConfigValue value) {
        if (path.equals(path(Scope.MANAGER, ManagerKey.SERVERS)) && value.unwrapped() instanceof List<?> servers) {
            return String.join(",", servers.stream().map(String::valueOf).toList());
        }
        return String.valueOf(value.unwrapped());
    }

    private static ConfigValue value(String text) {
        return ConfigValueFactory.fromAnyRef(text, ORIGIN);
    }

    /** Percent signs only, which java.net.URI has checked: a plus is a plus in a URI. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static SlabConfigurationException error(URI uri, String what) {
        int values = what.indexOf(": key=");
        String text = values < 0
                ? ORIGIN + " " + what + ": uri=" + masked(uri.toString())
                : ORIGIN + " " + what + ", uri=" + masked(uri.toString());
        return new SlabConfigurationException(text);
    }
}
