package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is published: modules that share no package, the same for OSGi, and all of them in the bill of materials. */
class PublishedJarsIT {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern MANAGED = Pattern.compile("<artifactId>(slabcache-[^<]+)</artifactId>");
    private static final Pattern OWN_VERSION = Pattern.compile("<version>([^<]+)</version>");

    /** A package of an OSGi header, and its attributes. */
    private static final Pattern PACKAGE = Pattern.compile("(?:^|,)([\\w.]+)((?:;[\\w:-]+=(?:\"[^\"]*\"|[^;,\"]*))*)");

    /** Packages that the jars do without: annotations for compilers and containers, and signals. */
    private static final Pattern WITHOUT =
            Pattern.compile("org\\.jspecify.*|com\\.google\\.errorprone.*|jakarta\\.annotation|sun\\.misc");

    private static final Pattern VERSIONED_CLASS = Pattern.compile("META-INF/versions/(\\d+)/(.+)/[^/]+\\.class");

    /** The build's tests run on the JDK that compiled them. */
    private static final int JAVA_OF_THE_BUILD = Runtime.version().feature();

    @Test
    void jars_areNamedModules_thatShareNoPackage() throws IOException {
        Map<String, String> owners = new HashMap<>();
        for (String module : published()) {
            ModuleDescriptor descriptor = descriptor(module);
            assertThat(descriptor.isAutomatic()).as(module).isFalse();
            assertThat(descriptor.name()).startsWith("io.slabcache.");
            for (String name : descriptor.packages()) {
                assertThat(owners.put(name, module))
                        .as("other owner of " + name)
                        .isNull();
            }
        }
        assertThat(owners).containsKeys("io.slabcache.store", "io.slabcache.jcache", "io.slabcache.server");
    }

    @Test
    void osgiHeaders_nameTheModuleAndItsExports() throws IOException {
        for (String module : published()) {
            ModuleDescriptor descriptor = descriptor(module);
            try (JarFile jar = new JarFile(jar(module).toFile())) {
                Attributes headers = jar.getManifest().getMainAttributes();
                assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo(descriptor.name());
                assertThat(PACKAGE.matcher(headers.getValue("Export-Package"))
                                .results()
                                .map(result -> result.group(1)))
                        .containsExactlyInAnyOrderElementsOf(descriptor.exports().stream()
                                .map(ModuleDescriptor.Exports::source)
                                .collect(Collectors.toSet()));
                assertThat(required(headers))
                        .contains("java.lang")
                        .noneMatch(name -> WITHOUT.matcher(name).matches());
                // It would differ from build to build.
                assertThat(headers.getValue("Bnd-LastModified")).isNull();
                assertThat(headers.getValue("Bundle-Version")).doesNotContainPattern("\\d{8}");
            }
        }
    }

    /** What Java 22 and later see instead; a build on an older one has none of it. */
    @Test
    void versions_inAJar_addNoPackage() throws IOException {
        for (String module : published()) {
            Set<String> base = new TreeSet<>();
            Map<Integer, Set<String>> versions = new TreeMap<>();
            try (JarFile jar = new JarFile(jar(module).toFile())) {
                jar.stream().map(JarEntry::getName).forEach(name -> {
                    Matcher versioned = VERSIONED_CLASS.matcher(name);
                    if (versioned.matches()) {
                        versions.computeIfAbsent(Integer.valueOf(versioned.group(1)), number -> new TreeSet<>())
                                .add(versioned.group(2));
                    } else if (name.endsWith(".class") && name.contains("/")) {
                        base.add(name.substring(0, name.lastIndexOf('/')));
                    }
                });
                boolean expected = module.equals("store") && JAVA_OF_THE_BUILD >= 22;
                assertThat(versions.keySet()).as(module).isEqualTo(expected ? Set.of(22) : Set.of());
                assertThat(jar.isMultiRelease()).as(module).isEqualTo(expected);
                for (int version : versions.keySet()) {
                    assertThat(base).containsAll(versions.get(version));
                    // OSGi reads the headers that differ there.
                    assertThat(jar.getEntry("META-INF/versions/" + version + "/OSGI-INF/MANIFEST.MF"))
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void billOfMaterials_listsWhatIsPublished() throws IOException {
        String bom = Files.readString(Documents.ROOT.resolve("bom/pom.xml"));
        Set<String> listed = MANAGED.matcher(bom.substring(bom.indexOf("<dependencyManagement>")))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> published = new TreeSet<>();
        for (String module : published()) {
            published.add(artifact(module));
        }
        assertThat(listed).isEqualTo(published);
        assertThat(first(OWN_VERSION, bom))
                .isEqualTo(first(OWN_VERSION, Files.readString(Documents.ROOT.resolve("pom.xml"))));
        assertThat(bom).doesNotContain("<parent>");
    }

    private static List<String> required(Attributes headers) {
        return PACKAGE.matcher(headers.getValue("Import-Package"))
                .results()
                .filter(result -> !result.group(2).contains("resolution:=optional"))
                .map(result -> result.group(1))
                .toList();
    }

    /** The modules that do not say that they are not, without the bill of materials. */
    private static List<String> published() throws IOException {
        List<String> published = new ArrayList<>();
        String root = Files.readString(Documents.ROOT.resolve("pom.xml"));
        for (String module :
                MODULE.matcher(root).results().map(result -> result.group(1)).toList()) {
            String pom = Files.readString(Documents.ROOT.resolve(module).resolve("pom.xml"));
            if (!pom.contains("<maven.deploy.skip>true") && !module.equals("bom")) {
                published.add(module);
            }
        }
        assertThat(published)
                .contains("store", "protocol", "client", "provider", "annotations-cdi", "micrometer", "server");
        return published;
    }

    private static ModuleDescriptor descriptor(String module) throws IOException {
        return ModuleFinder.of(jar(module)).findAll().iterator().next().descriptor();
    }

    private static Path jar(String module) throws IOException {
        Path target = Documents.ROOT.resolve(module).resolve("target");
        Pattern name = Pattern.compile(Pattern.quote(artifact(module)) + "-[0-9.]+(-SNAPSHOT)?\\.jar");
        try (Stream<Path> files = Files.list(target)) {
            List<Path> jars = files.filter(
                            file -> name.matcher(file.getFileName().toString()).matches())
                    .toList();
            assertThat(jars).as("jars of " + module).hasSize(1);
            return jars.get(0);
        }
    }

    private static String artifact(String module) throws IOException {
        String pom = Files.readString(Documents.ROOT.resolve(module).resolve("pom.xml"));
        int end = pom.indexOf("</parent>");
        return first(MANAGED, end < 0 ? pom : pom.substring(end));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
