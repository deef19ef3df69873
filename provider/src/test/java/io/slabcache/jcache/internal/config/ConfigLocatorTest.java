package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabConfigurationException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLocatorTest {
    private static final ClassLoader NO_RESOURCES = ClassLoader.getPlatformClassLoader();

    @TempDir
    private Path directory;

    private @Nullable String systemProperty;
    private final Properties properties = new Properties();
    private final List<URLClassLoader> opened = new ArrayList<>();
    private final @Nullable ClassLoader contextBefore = Thread.currentThread().getContextClassLoader();

    @BeforeEach
    void hideContext() {
        Thread.currentThread().setContextClassLoader(NO_RESOURCES);
    }

    @AfterEach
    void restoreContextAndClose() throws IOException {
        Thread.currentThread().setContextClassLoader(contextBefore);
        for (URLClassLoader loader : opened) {
            loader.close();
        }
    }

    @Test
    void load_nothingNamedAndNoResource_defaults() {
        assertThat(load(ConfigLocator.DEFAULT_URI, NO_RESOURCES)).isEqualTo(ManagerSettings.defaults());
    }

    @Test
    void load_nothingNamed_resourceOfManagersLoaderThenOfContexts() throws IOException {
        ClassLoader first = directoryLoader("first", "slabcache.conf", 2);
        ClassLoader second = directoryLoader("second", "slabcache.conf", 3);

        assertThat(megabytes(load(ConfigLocator.DEFAULT_URI, first))).isEqualTo(2);
        Thread.currentThread().setContextClassLoader(second);
        assertThat(megabytes(load(ConfigLocator.DEFAULT_URI, NO_RESOURCES))).isEqualTo(3);
        assertThat(megabytes(load(ConfigLocator.DEFAULT_URI, first))).isEqualTo(2);
    }

    @Test
    void load_uriIsOnlyAName_asDefault() throws IOException {
        ClassLoader loader = directoryLoader("first", "slabcache.conf", 2);

        assertThat(megabytes(load(URI.create("slabcache:orders"), loader))).isEqualTo(2);
        assertThat(megabytes(load(URI.create("Lossy:seed=1"), loader))).isEqualTo(2);
    }

    @Test
    void load_fileUri_read() throws IOException {
        Path file = write("my conf/caches.conf", 2);

        ManagerSettings settings = load(file.toUri(), NO_RESOURCES);

        assertThat(megabytes(settings)).isEqualTo(2);
        assertThat(settings.source()).isEqualTo(file.toString());
        assertThat(settings.template().origins().at(CacheKey.CAPACITY)).isEqualTo(file + ": 1");
    }

    @Test
    void load_uriInsideJar_read() throws IOException {
        Path jar = jar("app.jar", "conf/slabcache.conf", 2);
        URI uri = URI.create("jar:" + jar.toUri() + "!/conf/slabcache.conf");

        ManagerSettings settings = load(uri, NO_RESOURCES);

        assertThat(megabytes(settings)).isEqualTo(2);
        assertThat(settings.source()).isEqualTo(uri.toString());
    }

    @Test
    void load_urlThatLoaderFoundInJar_read() throws Exception {
        ClassLoader loader = loader(jar("app.jar", "slabcache.conf", 2).toUri().toURL());
        URL found = loader.getResource("slabcache.conf");

        assertThat(found).isNotNull();
        assertThat(megabytes(load(found.toURI(), NO_RESOURCES))).isEqualTo(2);
    }

    @Test
    void load_classpathUri_read() throws IOException {
        ClassLoader loader = directoryLoader("classes", "conf/caches.conf", 2);

        assertThat(megabytes(load(URI.create("classpath:conf/caches.conf"), loader)))
                .isEqualTo(2);
        assertThat(megabytes(load(URI.create("classpath:/conf/caches.conf"), loader)))
                .isEqualTo(2);
    }

    @Test
    void load_plainName_fileThenResource() throws IOException {
        ClassLoader loader = directoryLoader("classes", "conf/caches.conf", 2);
        Path relative = Path.of("").toAbsolutePath().relativize(write("caches.conf", 3));

        assertThat(megabytes(load(URI.create("conf/caches.conf"), loader))).isEqualTo(2);
        assertThat(megabytes(load(URI.create(relative.toString()), loader))).isEqualTo(3);
        assertThat(megabytes(load(URI.create("file:" + relative), loader))).isEqualTo(3);
    }

    @Test
    void load_propertyOfManager_goesFirst() throws IOException {
        properties.setProperty("slabcache.config", write("a.conf", 2).toString());
        systemProperty = write("b.conf", 3).toString();

        assertThat(megabytes(load(ConfigLocator.DEFAULT_URI, NO_RESOURCES))).isEqualTo(2);
    }

    @Test
    void load_systemProperty_beforeResourceButAfterUri() throws IOException {
        ClassLoader loader = directoryLoader("classes", "slabcache.conf", 2);
        systemProperty = write("b.conf", 3).toString();

        assertThat(megabytes(load(ConfigLocator.DEFAULT_URI, loader))).isEqualTo(3);
        assertThat(megabytes(load(write("c.conf", 4).toUri(), loader))).isEqualTo(4);
    }

    @Test
    void load_uriAndPropertyNameTwoFiles_refused() throws IOException {
        URI uri = write("a.conf", 2).toUri();
        properties.setProperty("slabcache.config", "b.conf");

        assertThatThrownBy(() -> load(uri, NO_RESOURCES))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessage("manager's URI and property slabcache.config must not name two files: uri=" + uri
                        + ", slabcache.config=b.conf");
        properties.setProperty("slabcache.config", uri.toString());
        assertThat(megabytes(load(uri, NO_RESOURCES))).isEqualTo(2);
    }

    @Test
    void load_unknownProperty_refused() {
        properties.setProperty("other.config", "x");
        properties.setProperty("slabcache.conf", "x");

        assertThatThrownBy(() -> load(ConfigLocator.DEFAULT_URI, NO_RESOURCES))
                .hasMessage("manager's properties: unknown key: key=slabcache.conf, valid=[slabcache.config]");
    }

    @Test
    void load_notThere_saysWhatWasTried() {
        Path missing = directory.resolve("missing.conf");
        assertThatThrownBy(() -> load(missing.toUri(), NO_RESOURCES))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessage("manager's URI: configuration not found: location=" + missing.toUri() + ", tried=[file "
                        + missing + "]");
        assertThatThrownBy(() -> load(directory.toUri(), NO_RESOURCES))
                .hasMessage("manager's URI: configuration not found: location=" + directory.toUri() + ", tried=[file "
                        + directory + "]");
        assertThatThrownBy(() -> load(URI.create("classpath:missing.conf"), NO_RESOURCES))
                .hasMessage("manager's URI: configuration not found: location=classpath:missing.conf,"
                        + " tried=[resource missing.conf of the manager's class loader]");

        systemProperty = "conf/missing.conf";
        Thread.currentThread().setContextClassLoader(ConfigLocatorTest.class.getClassLoader());
        assertThatThrownBy(() -> load(ConfigLocator.DEFAULT_URI, NO_RESOURCES))
                .hasMessage("system property slabcache.config: configuration not found: location=conf/missing.conf,"
                        + " tried=[file " + Path.of("conf/missing.conf").toAbsolutePath()
                        + ", resource conf/missing.conf of the manager's class loader,"
                        + " resource conf/missing.conf of the context class loader]");
    }

    @Test
    void load_entryOrJarMissing_saysWhatWasTried() throws IOException {
        Path jar = jar("app.jar", "slabcache.conf", 2);
        for (String uri :
                List.of("jar:" + jar.toUri() + "!/other.conf", "jar:" + directory.toUri() + "no.jar!/slabcache.conf")) {
            assertThatThrownBy(() -> load(URI.create(uri), NO_RESOURCES))
                    .hasMessage(
                            "manager's URI: configuration not found: location=" + uri + ", tried=[URL " + uri + "]");
        }
    }

    @Test
    void load_includesFromANetwork_refused() throws IOException {
        // Nobody listens there: what the library cannot fetch it leaves out without a word.
        String url = "http://user:secret@127.0.0.1:9/more.conf";
        for (String include : List.of(
                "url(\"" + url + "\")",
                "\"" + url + "\"",
                "required(url(\"" + url + "\"))",
                "url(\"jar:" + url + "!/more.conf\")")) {
            Path file = Files.writeString(directory.resolve("includes.conf"), "include " + include + "\n");
            assertThatThrownBy(() -> load(file.toUri(), NO_RESOURCES))
                    .as(include)
                    .isInstanceOf(SlabConfigurationException.class)
                    .hasMessageContaining("nothing from a network")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void load_includesAFileAndAResource_read() throws IOException {
        Path other = write("other.conf", 5);
        ClassLoader loader = directoryLoader("first", "part.conf", 6);
        for (String include : List.of("file(\"" + other + "\")", "\"other.conf\"", "url(\"" + other.toUri() + "\")")) {
            Path file = Files.writeString(directory.resolve("includes.conf"), "include " + include + "\n");
            assertThat(megabytes(load(file.toUri(), NO_RESOURCES))).as(include).isEqualTo(5);
        }
        Path file = Files.writeString(directory.resolve("includes.conf"), "include classpath(\"part.conf\")\n");
        assertThat(megabytes(load(file.toUri(), loader))).isEqualTo(6);
    }

    @Test
    void load_networkOrUnknownScheme_refused() {
        for (String uri : List.of(
                "http://user:secret@example.com/slabcache.conf",
                "jar:http://user:secret@example.com/app.jar!/slabcache.conf",
                "gopher:slabcache.conf")) {
            assertThatThrownBy(() -> load(URI.create(uri), NO_RESOURCES))
                    .isInstanceOf(SlabConfigurationException.class)
                    .hasMessageStartingWith("manager's URI: location of the configuration must be a URI, a path or the"
                            + " name of a resource: location=")
                    .hasMessageNotContaining("secret")
                    .hasCauseInstanceOf(MalformedURLException.class);
        }
    }

    @Test
    void load_unknownEnding_refused() throws IOException {
        Path file = write("slabcache.xml", 2);

        assertThatThrownBy(() -> load(file.toUri(), NO_RESOURCES))
                .hasMessage(file + ": name of a configuration must end in .conf, .json or .properties");
    }

    @Test
    void load_notWellFormed_namesFileAndLine() throws IOException {
        Path file = directory.resolve("slabcache.conf");
        Files.writeString(file, "slabcache {\n  default {\n    capacity = \"64 MiB\n  }\n}\n");

        assertThatThrownBy(() -> load(file.toUri(), NO_RESOURCES))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessageStartingWith(file + ": 3: not well-formed: ");
    }

    @Test
    void load_properties_namesFileAndLine() throws IOException {
        Path file = directory.resolve("slabcache.properties");
        Files.writeString(file, "# sizes\n\nslabcache.default.capacity = 1 KiB\n");

        assertThatThrownBy(() -> load(file.toUri(), NO_RESOURCES))
                .hasMessage(file + ": 3: capacity must be at least 1 MiB: key=slabcache.default.capacity, value=1 KiB,"
                        + " minimum=1 MiB");
    }

    @Test
    void load_include_readAndNamedInErrors() throws IOException {
        Path file = directory.resolve("slabcache.conf");
        Path included = directory.resolve("sizes.conf");
        Files.writeString(file, "include \"sizes.conf\"\nslabcache.mode = embedded\n");
        Files.writeString(included, "slabcache.default.capacity = 7 MiB");
        assertThat(megabytes(load(file.toUri(), NO_RESOURCES))).isEqualTo(7);

        Files.writeString(included, "\nslabcache.default.capacity = 1");
        assertThatThrownBy(() -> load(file.toUri(), NO_RESOURCES))
                .hasMessageContaining("sizes.conf: 2: capacity must be at least 1 MiB");
    }

    private ManagerSettings load(URI uri, ClassLoader loader) {
        return new ConfigLocator(Set.of("lossy"), () -> systemProperty, () -> 1L << 40).load(uri, loader, properties);
    }

    private static long megabytes(ManagerSettings settings) {
        return settings.template().capacity() >> 20;
    }

    private static String text(int megabytes) {
        return "slabcache.default.capacity = " + megabytes + " MiB\n";
    }

    private Path write(String name, int megabytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text(megabytes));
    }

    private Path jar(String name, String entry, int megabytes) throws IOException {
        Path jar = directory.resolve(name);
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(entry));
            out.write(text(megabytes).getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
        return jar;
    }

    private ClassLoader directoryLoader(String name, String resource, int megabytes) throws IOException {
        write(name + "/" + resource, megabytes);
        return loader(directory.resolve(name).toUri().toURL());
    }

    private ClassLoader loader(URL url) {
        URLClassLoader loader = new URLClassLoader(new URL[] {url}, NO_RESOURCES);
        opened.add(loader);
        return loader;
    }
}
