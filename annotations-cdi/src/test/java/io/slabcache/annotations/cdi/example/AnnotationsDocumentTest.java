package io.slabcache.annotations.cdi.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/annotations.md} shows is what the tests run. */
class AnnotationsDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/annotations.md");
    private static final String ARTIFACT = "<artifactId>slabcache-annotations-cdi</artifactId>";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\R(.*?)^```$");
    private static final Pattern ELISION = Pattern.compile("(?m)^\\s*// …$");

    @Test
    void snippets_ofTheDocument_areInTheTests() throws IOException {
        String sources = lines(contents(Path.of("src/test/java"), ".java"));
        String resources = lines(contents(Path.of("src/test/resources"), ".conf"));
        String pom = Files.readString(Path.of("pom.xml"));
        List<String[]> blocks = BLOCK.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> new String[] {block.group(1), block.group(2)})
                .toList();

        assertThat(blocks).extracting(block -> block[0]).contains("java", "hocon", "xml");
        for (String[] block : blocks) {
            switch (block[0]) {
                case "java" ->
                    ELISION.splitAsStream(block[1])
                            .forEach(part -> assertThat(sources).contains(lines(part)));
                case "hocon" -> assertThat(resources).contains(lines(block[1]));
                case "xml" -> {
                    assertThat(pom).contains(ARTIFACT);
                    assertThat(block[1]).contains(ARTIFACT);
                }
                default -> throw new IllegalArgumentException("nobody checks this: language=" + block[0]);
            }
        }
    }

    private static String contents(Path directory, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
            return all.toString();
        }
    }

    /** Indentation is the page's own. */
    private static String lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }
}
