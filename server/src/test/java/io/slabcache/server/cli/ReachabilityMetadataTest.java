package io.slabcache.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;

/**
 * What a native image is told of is what the library of the command line reaches by reflection, and what {@link HangUp} finds by
 * name.
 */
class ReachabilityMetadataTest {
    private static final Path METADATA = Path.of(
            "src/main/resources/META-INF/native-image/io.slabcache/slabcache-server/reachability-metadata.json");
    private static final String PACKAGE = "io.slabcache.server.cli";
    private static final Pattern OWN = Pattern.compile(
            "\"type\": \"(" + Pattern.quote(PACKAGE)
                    + "[^\"]+)\", \"allDeclaredConstructors\": true, \"allDeclaredFields\": true, \"allDeclaredMethods\": true}");
    private static final Pattern METHOD = Pattern.compile("\"name\": \"([^\"]+)\", \"parameterTypes\": \\[([^]]*)]");

    @Test
    void commandLine_comparedWithItsClasses_isTheSame() throws IOException, ClassNotFoundException {
        Set<String> expected = new TreeSet<>();
        Path classes = Path.of("target/classes", PACKAGE.replace('.', '/'));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                String name = PACKAGE + "." + file.getFileName().toString().replace(".class", "");
                if (!name.endsWith(".package-info") && isOfTheCommandLine(Class.forName(name))) {
                    expected.add(name);
                }
            }
        }

        assertThat(expected).contains(ServerCommand.class.getName(), UserCommand.Add.class.getName());
        assertThat(found(OWN, Files.readString(METADATA)).map(result -> result.group(1)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void signals_comparedWithTheNamesLookedUp_areTheSame() throws ReflectiveOperationException, IOException {
        String metadata = Files.readString(METADATA);
        List<String> lookedUp = found(
                        Pattern.compile("Class\\.forName\\(\"([^\"]+)\"\\)"),
                        Files.readString(Path.of("src/main/java/io/slabcache/server/cli/HangUp.java")))
                .map(result -> result.group(1))
                .toList();

        assertThat(found(Pattern.compile("\"type\": \"((?!io\\.slabcache)[^\"]+)\""), metadata)
                        .map(result -> result.group(1)))
                .hasSize(2)
                .containsExactlyInAnyOrderElementsOf(lookedUp);
        assertThat(metadata).contains("{\"proxy\": [\"" + lookedUp.get(1) + "\"]}");
        Class<?> signal = Class.forName(lookedUp.get(0));
        List<MatchResult> methods = found(METHOD, metadata).toList();
        assertThat(methods).hasSize(2);
        for (MatchResult method : methods) {
            Class<?>[] parameters = parameters(method.group(2));
            assertThat(
                            method.group(1).equals("<init>")
                                    ? signal.getConstructor(parameters)
                                    : signal.getMethod(method.group(1), parameters))
                    .isNotNull();
        }
    }

    private static Class<?>[] parameters(String names) throws ClassNotFoundException {
        String[] each = names.replaceAll("[\" ]", "").split(",", -1);
        Class<?>[] types = new Class<?>[each.length];
        for (int i = 0; i < each.length; i++) {
            types[i] = Class.forName(each[i]);
        }
        return types;
    }

    /** Tells whether a class is a command, has options, or is named by one that does. */
    private static boolean isOfTheCommandLine(Class<?> type) {
        return type.isAnnotationPresent(Command.class)
                || IVersionProvider.class.isAssignableFrom(type)
                || ITypeConverter.class.isAssignableFrom(type)
                || Arrays.stream(type.getDeclaredFields()).anyMatch(ReachabilityMetadataTest::isAnnotatedForIt);
    }

    private static boolean isAnnotatedForIt(AnnotatedElement element) {
        return Arrays.stream(element.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().getName().startsWith("picocli."));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
