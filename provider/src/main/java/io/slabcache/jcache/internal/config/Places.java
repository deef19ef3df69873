package io.slabcache.jcache.internal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says where in a file a value stands: {@code file: line}. */
final class Places {
    private static final Logger LOGGER = LoggerFactory.getLogger(Places.class);

    private final String source;
    /** The lines of keys in a {@code .properties} file, whose parser does not keep them; else empty. */
    private final Map<String, Integer> propertyLines;

    /** The file's content before substitution. */
    private final ConfigObject parsed;

    private Places(String source, ConfigObject parsed, Map<String, Integer> propertyLines) {
        this.source = source;
        this.parsed = parsed;
        this.propertyLines = propertyLines;
    }

    /**
     * Returns the places of a HOCON or JSON file.
     *
     * @param source the file's name
     * @param parsed what was parsed, before substitution
     * @return the places
     */
    static Places of(String source, Config parsed) {
        return new Places(source, parsed.root(), Map.of());
    }

    /**
     * Returns the places of a {@code .properties} file.
     *
     * @param source the file's name
     * @param parsed what was parsed
     * @param text the file's text
     * @return the places
     */
    static Places ofProperties(String source, Config parsed, String text) {
        Map<String, Integer> lines = new TreeMap<>();
        int number = 0;
        boolean continued = false;
        for (String line : text.split("\\R", -1)) {
            number++;
            String stripped = line.stripLeading();
            boolean starts = !continued && !stripped.isEmpty() && "#!".indexOf(stripped.charAt(0)) < 0;
            if (starts) {
                lines.put(stripped.split("[ \t=:]", 2)[0], number);
            }
            continued = (continued || starts) && endsWithOddBackslashes(line);
        }
        return new Places(source, parsed.root(), lines);
    }

    private static boolean endsWithOddBackslashes(String line) {
        int start = line.length();
        while (start > 0 && line.charAt(start - 1) == '\\') {
            start--;
        }
        return (line.length() - start) % 2 == 1;
    }

    /** Returns the file, without a line. */
    String file() {
        return source;
    }

    /**
     * Returns where a value stands.
     *
     * @param value the value
     * @param path its path from the root, as messages write it
     * @return the file and, if known, the line
     */
    String of(ConfigValue value, String path) {
        if (value.origin().description().equals(ManagerUri.ORIGIN)) {
            return ManagerUri.ORIGIN;
        }
        if (value.origin().lineNumber() < 0 && propertyLines.isEmpty()) {
            // The value came from elsewhere, such as the environment; the file has the place where it is used.
            return of(origin(path)) + " (" + value.origin().description() + ")";
        }
        for (Map.Entry<String, Integer> line : propertyLines.entrySet()) {
            if (line.getKey().equals(path) || line.getKey().startsWith(path + ".")) {
                return source + ": " + line.getValue();
            }
        }
        return of(value.origin());
    }

    /** Returns where the file sets the path, or the nearest block around it. */
    private @Nullable ConfigOrigin origin(String path) {
        ConfigValue nearest = parsed;
        try {
            for (String name : ConfigUtil.splitPath(path)) {
                @Nullable ConfigValue next = nearest instanceof ConfigObject block ? block.get(name) : null;
                if (next == null) {
                    break;
                }
                nearest = next;
            }
        } catch (ConfigException.NotResolved e) {
            LOGGER.debug("block has substitutions, so its keys have no place of their own: path={}", path, e);
        }
        return nearest.origin();
    }

    String of(@Nullable ConfigOrigin origin) {
        return origin == null ? source : origin.description();
    }
}
