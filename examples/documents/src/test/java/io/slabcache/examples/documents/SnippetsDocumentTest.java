package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What documents show is in a file that the build compiles, runs or reads: a block of code below the line
 * {@code <!-- from path -->} stands in that file, whatever its indentation there. A line that is only {@code …} or
 * {@code // …} stands for lines that are left out.
 */
class SnippetsDocumentTest {
    /** Every block of these has a source, or says that it is somebody else's: {@code <!-- not ours: … -->}. */
    private static final List<String> WHOLLY_TESTED = List.of(
            "docs/spring-boot.md",
            "docs/hibernate.md",
            "docs/micronaut.md",
            "docs/java-se.md",
            "docs/metrics.md",
            "docs/migrate-from-ehcache.md",
            "docs/migrate-from-caffeine.md",
            "docs/migrate-from-redisson.md",
            "docs/migrate-from-java-memcached-clients.md");

    /** Languages of blocks in which a reader types something, or sees what was printed. */
    private static final Set<String> NOT_CODE = Set.of("", "sh", "text");

    @Test
    void snippets_withASource_areInIt() throws IOException {
        List<Snippet> all = new ArrayList<>();
        for (Path document : Documents.files(file -> file.toString().endsWith(".md"))) {
            all.addAll(Snippet.of(Documents.ROOT.relativize(document).toString(), Files.readString(document)));
        }
        List<Snippet> sourced =
                all.stream().filter(snippet -> snippet.source() != null).toList();
        assertThat(sourced).isNotEmpty();
        for (Snippet snippet : sourced) {
            String source = Files.readString(Documents.ROOT.resolve(String.valueOf(snippet.source())));
            assertThat(snippet.missing(source))
                    .as("line of %s that is not at its place in %s", snippet, snippet.source())
                    .isNull();
        }
    }

    @Test
    void snippets_ofPagesAboutFrameworks_allHaveASource() throws IOException {
        for (String document : WHOLLY_TESTED) {
            List<Snippet> snippets = Snippet.of(document, Files.readString(Documents.ROOT.resolve(document)));
            assertThat(snippets).as(document).anyMatch(snippet -> snippet.source() != null);
            assertThat(snippets)
                    .filteredOn(snippet -> !NOT_CODE.contains(snippet.language()))
                    .allSatisfy(snippet -> assertThat(snippet.source() != null || snippet.isForeign())
                            .as("%s has a line <!-- from … --> or <!-- not ours: … --> above it", snippet)
                            .isTrue());
        }
    }

    @Test
    void missing_lines_areTold() {
        String source = "class A {\n    void b() {\n        c();\n\n        d();\n    }\n}\n";

        assertThat(snippet("void b() {\n    c();\n\n    d();\n}").missing(source))
                .isNull();
        assertThat(snippet("void b() {\n    // …\n}").missing(source)).isNull();
        assertThat(snippet("class A {\n    // …\n}").missing(source)).isNull();
        assertThat(snippet("class A {\n    // …\n    }\n}").missing(source)).isNull();
        assertThat(snippet("c();\nd();").missing(source)).isNull();
        assertThat(snippet("void b() {\n    d();").missing(source)).isEqualTo("d();");
        assertThat(snippet("// …\ne();").missing(source)).isEqualTo("e();");
        assertThat(snippet("c( );").missing(source)).isEqualTo("c( );");
    }

    @Test
    void blocks_ofSomebodyElse_areToldFromOurs() {
        List<Snippet> snippets = Snippet.of(
                "x.md",
                "<!-- not ours: Theirs -->\n```xml\n<a/>\n```\n\n<!-- from b.conf -->\n```hocon\nb = 1\n```\n```java\nc();\n```\n");

        assertThat(snippets).extracting(Snippet::isForeign).containsExactly(true, false, false);
        assertThat(snippets).extracting(Snippet::source).containsExactly(null, "b.conf", null);
    }

    private static Snippet snippet(String code) {
        return Snippet.of("x.md", "<!-- from A.java -->\n```java\n" + code + "\n```\n")
                .get(0);
    }
}
