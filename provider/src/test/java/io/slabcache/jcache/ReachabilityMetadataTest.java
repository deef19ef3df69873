package io.slabcache.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a native image is told of is what JMX reaches by reflection: the beans, their interfaces, and what those return. */
class ReachabilityMetadataTest {
    private static final String METADATA =
            "META-INF/native-image/io.slabcache/slabcache-provider/reachability-metadata.json";
    private static final String BEAN = "MXBean";

    private final Config metadata = ConfigFactory.parseResources(
            METADATA, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON).setAllowMissing(false));

    @Test
    void reflection_comparedWithTheBeans_isTheSame() {
        Set<JavaClass> beans = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.slabcache.jcache")
                        .stream()
                        .filter(type ->
                                !type.isInterface() && interfaces(type).anyMatch(ReachabilityMetadataTest::isBean))
                        .filter(type -> type.getSimpleName().endsWith("Bean"))
                        .collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>();
        for (JavaClass bean : beans) {
            expected.add(bean.getName());
            interfaces(bean).filter(ReachabilityMetadataTest::isBean).forEach(type -> {
                expected.add(type.getName());
                Stream.of(type.reflect().getDeclaredClasses())
                        .map(Class::getName)
                        .forEach(expected::add);
            });
        }
        assertThat(beans).hasSize(4);
        assertThat(metadata.getConfigList("reflection").stream().map(entry -> entry.getString("type")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void resources_comparedWithTheConfigurationFiles_areTheSame() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of("slabcache.conf"));
        try (Stream<Path> files = Files.list(Path.of("src/main/resources"))) {
            files.map(file -> file.getFileName().toString())
                    // Read by nobody but people: all keys with their defaults.
                    .filter(name -> name.endsWith(".conf") && !name.equals("reference.conf"))
                    .forEach(expected::add);
        }
        assertThat(metadata.getConfigList("resources").stream().map(entry -> entry.getString("glob")))
                .containsExactlyInAnyOrderElementsOf(expected)
                .hasSizeGreaterThan(1);
    }

    @Test
    void types_lookedUp_exist() throws ClassNotFoundException {
        for (Config entry : metadata.getConfigList("reflection")) {
            assertThat(Class.forName(entry.getString("type")).getMethods()).isNotEmpty();
            assertThat(entry.getBoolean("allPublicMethods")).isTrue();
        }
    }

    private static Stream<JavaClass> interfaces(JavaClass type) {
        return type.getAllRawInterfaces().stream();
    }

    private static boolean isBean(JavaClass type) {
        return type.getSimpleName().endsWith(BEAN);
    }
}
