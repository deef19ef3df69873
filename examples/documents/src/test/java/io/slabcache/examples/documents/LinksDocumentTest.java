package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link from a document to a file leads somewhere. */
class LinksDocumentTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:|#)([^)#\\s]+)[^)]*\\)");

    @Test
    void links_inDocuments_leadToFiles() throws IOException {
        List<Path> documents = Documents.files(file -> file.toString().endsWith(".md"));
        assertThat(documents).contains(Documents.ROOT.resolve("README.md"), Documents.ROOT.resolve("docs/README.md"));

        List<String> broken = new ArrayList<>();
        for (Path document : documents) {
            LINK.matcher(Files.readString(document))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !Files.exists(document.resolveSibling(link)))
                    .forEach(link -> broken.add(Documents.ROOT.relativize(document) + " -> " + link));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void index_ofDocuments_namesEachOfThem() throws IOException {
        String index = Files.readString(Documents.ROOT.resolve("docs/README.md"));

        assertThat(Documents.files(file -> file.toString().endsWith(".md")
                        && file.startsWith(Documents.ROOT.resolve("docs"))
                        && !file.endsWith("README.md")))
                .isNotEmpty()
                .allSatisfy(document -> assertThat(index)
                        .contains("(" + Documents.ROOT.resolve("docs").relativize(document) + ")"));
    }
}
