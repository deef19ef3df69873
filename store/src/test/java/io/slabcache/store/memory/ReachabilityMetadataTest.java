package io.slabcache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a native image is told of is what {@link MemoryVariant} finds by name, and the functions that it calls then. */
class ReachabilityMetadataTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/io.slabcache/slabcache-store/reachability-metadata.json");

    @Test
    void reflection_comparedWithTheNamesLookedUp_isTheSame() throws IOException {
        List<String> lookedUp = found(
                Files.readString(Path.of("src/main/java/io/slabcache/store/memory/MemoryVariant.java")),
                "partFor22\\(\"([^\"]+)\"\\)");
        assertThat(lookedUp).hasSize(3);
        List<String> types = found(Files.readString(METADATA), "\"type\": \"([^\"]+)\"");
        assertThat(types).contains("java.lang.Module").hasSize(lookedUp.size() + 1);
        assertThat(types)
                .containsAll(lookedUp.stream()
                        .map(name -> "io.slabcache.store.memory." + name)
                        .toList());
    }

    @Test
    void foreign_comparedWithTheFunctionsCalled_isTheSame() throws IOException {
        String library = Files.readString(Path.of("src/main/java22/io/slabcache/store/memory/CLibrary.java"));
        List<String> called = found(library, "FunctionDescriptor\\.(of(?:Void)?\\([^()]+\\))").stream()
                .map(descriptor -> descriptor
                        .replaceAll("\\s", "")
                        .replace("ValueLayout.JAVA_LONG", "jlong")
                        .replace("ValueLayout.JAVA_INT", "jint")
                        .replace("ofVoid(", "of(void,"))
                .toList();
        assertThat(called).hasSize(3);
        List<String> listed = Pattern.compile("\"returnType\": \"(\\w+)\", \"parameterTypes\": \\[([^]]*)]")
                .matcher(Files.readString(METADATA))
                .results()
                .map(call -> "of(" + call.group(1) + "," + call.group(2).replaceAll("[\" ]", "") + ")")
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(called);
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
