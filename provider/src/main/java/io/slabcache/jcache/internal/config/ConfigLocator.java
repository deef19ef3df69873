package io.slabcache.jcache.internal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.slabcache.jcache.SlabConfigurationException;
import io.slabcache.store.memory.MachineMemory;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and reads the configuration file of a manager.
 *
 * <p>The first of these that is given names the file: the property {@value #PROPERTY} among the manager's properties; the
 * manager's URI, unless it is only a name; the system property {@value #PROPERTY}. Where none is given, the resource
 * {@value #DEFAULT_RESOURCE} is read if there is one, else the defaults apply. A file that is named must exist.
 *
 * <p>A file is named by a URI ({@code file:}, {@code jar:}, {@code classpath:}, or what else this JVM can open without a
 * network), by the path of a file, or by the name of a resource. Resources are looked up by the manager's class loader,
 * then by the context's.
 */
public final class ConfigLocator {
    /** The property, of the manager or of the system, that names the file. */
    public static final String PROPERTY = "slabcache.config";

    /** The resource that is read where no file is named. */
    public static final String DEFAULT_RESOURCE = "slabcache.conf";

    /** The scheme of URIs that name a manager and no file: {@code slabcache:orders}. */
    public static final String NAME_SCHEME = "slabcache";

    /** The URI of the default manager. */
    public static final URI DEFAULT_URI = URI.create(NAME_SCHEME + ":default");

    private static final Logger LOGGER = LoggerFactory.getLogger(ConfigLocator.class);
    private static final String PROPERTY_PREFIX = "slabcache.";
    /** At least two characters, so that the drive of a Windows path is no scheme. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

    private static final Map<String, ConfigSyntax> SYNTAXES =
            Map.of(".conf", ConfigSyntax.CONF, ".json", ConfigSyntax.JSON, ".properties", ConfigSyntax.PROPERTIES);

    private final Supplier<@Nullable String> systemProperty;
    private final LongSupplier machineMemory;
    private final Set<String> modes;
    private final Set<String> nameSchemes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    ConfigLocator(Set<String> backingSchemes, Supplier<@Nullable String> systemProperty, LongSupplier machineMemory) {
        modes = new TreeSet<>(backingSchemes);
        modes.add(ManagerSettings.DEFAULT_MODE);
        modes.add(ManagerUri.SERVERS_SCHEME);
        nameSchemes.addAll(modes);
        nameSchemes.add(NAME_SCHEME);
        this.systemProperty = systemProperty;
        this.machineMemory = machineMemory;
    }

    /**
     * Returns a locator that looks at this process's system properties and memory.
     *
     * @param backingSchemes the schemes of manager URIs that say where entries live, and do not name a file
     * @return a new locator
     */
    public static ConfigLocator system(Set<String> backingSchemes) {
        return new ConfigLocator(backingSchemes, () -> System.getProperty(PROPERTY), MachineMemory::limitBytes);
    }

    /**
     * Reads the settings of a manager and logs them.
     *
     * @param managerUri the manager's URI: a location, or only a name if its scheme is {@value #NAME_SCHEME} or a
     *     backing's
     * @param classLoader the manager's class loader
     * @param properties the manager's properties
     * @return the settings
     * @throws SlabConfigurationException if the file is not found or cannot be read, or a value in it cannot be used
     */
    public ManagerSettings load(URI managerUri, ClassLoader classLoader, Properties properties) {
        checkProperties(properties);
        ManagerSettings settings = read(managerUri, classLoader, properties.getProperty(PROPERTY));
        SettingsLog.log(settings, machineMemory);
        return settings;
    }

    private ManagerSettings read(URI managerUri, ClassLoader classLoader, @Nullable String property) {
        boolean isLocation = !isName(managerUri);
        @Nullable
        ManagerUri uri =
                isLocation || NAME_SCHEME.equalsIgnoreCase(managerUri.getScheme()) ? null : ManagerUri.of(managerUri);
        if (property != null) {
            if (isLocation && !property.equals(managerUri.toString())) {
                throw new SlabConfigurationException("manager's URI and property " + PROPERTY
                        + " must not name two files: uri=" + masked(managerUri.toString()) + ", " + PROPERTY + "="
                        + masked(property));
            }
            return parse(locate(property, "property " + PROPERTY, classLoader), classLoader, uri);
        }
        if (isLocation) {
            return parse(locate(managerUri.toString(), ManagerUri.ORIGIN, classLoader), classLoader, null);
        }
        @Nullable String named = systemProperty.get();
        if (named != null) {
            return parse(locate(named, "system property " + PROPERTY, classLoader), classLoader, uri);
        }
        @Nullable URL resource = resource(DEFAULT_RESOURCE, classLoader, new ArrayList<>());
        if (resource != null) {
            return parse(resource, classLoader, uri);
        }
        if (uri == null || !uri.mode().equals(ManagerUri.SERVERS_SCHEME)) {
            return ManagerSettings.defaults();
        }
        Config empty = ConfigFactory.parseMap(Map.of(ConfigReader.ROOT, Map.of()), ManagerUri.ORIGIN);
        return new ConfigReader(empty, Places.of(ManagerUri.ORIGIN, empty), machineMemory, modes, uri).read();
    }

    private boolean isName(URI uri) {
        String scheme = uri.getScheme();
        return scheme != null && nameSchemes.contains(scheme);
    }

    private static void checkProperties(Properties properties) {
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (name.startsWith(PROPERTY_PREFIX) && !name.equals(PROPERTY)) {
                throw new SlabConfigurationException(
                        "manager's properties: unknown key: key=" + name + ", valid=[" + PROPERTY + "]");
            }
        }
    }

    private static URL locate(String location, String namedBy, ClassLoader classLoader) {
        List<String> tried = new ArrayList<>();
        Matcher matcher = SCHEME.matcher(location);
        @Nullable URL found;
        try {
            if (matcher.matches()) {
                found = byScheme(matcher.group(1).toLowerCase(Locale.ROOT), location, classLoader, tried);
            } else {
                found = file(Path.of(location), tried);
                if (found == null) {
                    found = resource(location, classLoader, tried);
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new SlabConfigurationException(
                    namedBy
                            + ": location of the configuration must be a URI, a path or the name of a resource: location="
                            + masked(location) + ", tried=" + tried,
                    e);
        }
        if (found == null) {
            throw new SlabConfigurationException(
                    namedBy + ": configuration not found: location=" + masked(location) + ", tried=" + tried);
        }
        return found;
    }

    private static @Nullable URL byScheme(String scheme, String location, ClassLoader classLoader, List<String> tried)
            throws IOException {
        String rest = location.substring(scheme.length() + 1);
        if (scheme.equals("classpath")) {
            return resource(rest, classLoader, tried);
        }
        if (scheme.equals("file")) {
            return file(rest.startsWith("/") ? Path.of(URI.create(location)) : Path.of(rest), tried);
        }
        if (LocalIncluder.isFromNetwork(location)) {
            throw new MalformedURLException("a configuration is not fetched from a network: scheme=" + scheme);
        }
        URL url = URI.create(location).toURL();
        tried.add("URL " + masked(location));
        return canOpen(url) ? url : null;
    }

    private static @Nullable URL file(Path path, List<String> tried) throws MalformedURLException {
        Path absolute = path.toAbsolutePath().normalize();
        tried.add("file " + absolute);
        return Files.isRegularFile(absolute) ? absolute.toUri().toURL() : null;
    }

    private static @Nullable URL resource(String name, ClassLoader classLoader, List<String> tried) {
        String relative = name.startsWith("/") ? name.substring(1) : name;
        Map<ClassLoader, String> loaders = new LinkedHashMap<>();
        loaders.put(classLoader, "manager's class loader");
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            loaders.putIfAbsent(context, "context class loader");
        }
        for (Map.Entry<ClassLoader, String> loader : loaders.entrySet()) {
            tried.add("resource " + relative + " of the " + loader.getValue());
            List<URL> found = resources(relative, loader.getKey());
            if (found.size() > 1) {
                LOGGER.warn("several resources have the configuration's name, the first is read: resources={}", found);
            }
            if (!found.isEmpty()) {
                return found.get(0);
            }
        }
        return null;
    }

    private static List<URL> resources(String name, ClassLoader loader) {
        try {
            Map<String, URL> distinct = new LinkedHashMap<>();
            for (URL url : Collections.list(loader.getResources(name))) {
                distinct.putIfAbsent(url.toExternalForm(), url);
            }
            return List.copyOf(distinct.values());
        } catch (IOException e) {
            throw new SlabConfigurationException("resources cannot be looked up: name=" + name, e);
        }
    }

    private static boolean canOpen(URL url) {
        try (InputStream in = open(url)) {
            return in.read() >= -1;
        } catch (IOException e) {
            LOGGER.debug("configuration cannot be opened: url={}", url, e);
            return false;
        }
    }

    /** Without the JVM's cache of jar files, which would keep an undeployed jar open. */
    private static InputStream open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private ManagerSettings parse(URL url, ClassLoader classLoader, @Nullable ManagerUri uri) {
        String source = "file".equals(url.getProtocol())
                ? Path.of(URI.create(url.toExternalForm())).toString()
                : masked(url.toExternalForm());
        ConfigSyntax syntax = syntax(source);
        try {
            Config config = ConfigFactory.parseURL(
                    url,
                    ConfigParseOptions.defaults()
                            .setSyntax(syntax)
                            .setAllowMissing(false)
                            .setClassLoader(classLoader)
                            .setIncluder(LocalIncluder.create())
                            .setOriginDescription(source));
            Places places = syntax == ConfigSyntax.PROPERTIES
                    ? Places.ofProperties(source, config, text(url))
                    : Places.of(source, config);
            return new ConfigReader(config, places, machineMemory, modes, uri).read();
        } catch (ConfigException.Parse | ConfigException.BadPath e) {
            if (holdsPassword(url)) { // Which the parser's message may quote, if it is near.
                throw new SlabConfigurationException(
                        Places.of(source, ConfigFactory.empty()).of(e.origin())
                                + ": not well-formed, and what stands there is not shown since the file has a password");
            }
            throw new ConfigValues(Places.of(source, ConfigFactory.empty())).unreadable("not well-formed", e);
        } catch (ConfigException | IOException e) {
            throw new SlabConfigurationException(source + ": configuration cannot be read", e);
        }
    }

    private static boolean holdsPassword(URL url) {
        try {
            return text(url).toLowerCase(Locale.ROOT).contains("password");
        } catch (IOException e) {
            LOGGER.debug("configuration cannot be read again: url={}", url, e);
            return true;
        }
    }

    /** Reads a {@code .properties} file for the lines of its keys, so the charset of its values does not matter. */
    private static String text(URL url) throws IOException {
        try (InputStream in = open(url)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static ConfigSyntax syntax(String source) {
        for (Map.Entry<String, ConfigSyntax> syntax : SYNTAXES.entrySet()) {
            if (source.endsWith(syntax.getKey())) {
                return syntax.getValue();
            }
        }
        throw new SlabConfigurationException(
                source + ": name of a configuration must end in .conf, .json or .properties");
    }

    private static String masked(String location) {
        return ManagerUri.masked(location);
    }
}
