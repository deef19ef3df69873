package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The client's table of complaints has all of them, and names tests that there are. */
class ClientDocumentTest {
    private static final int COMPLAINTS = 25;
    private static final String HEADING = "## What other clients suffer from";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void complaints_inTheTable_areAllThereWithTestsThatExist() throws IOException {
        String whole = Files.readString(Documents.ROOT.resolve("docs/client.md"));
        int start = whole.indexOf(HEADING);
        assertThat(start).as("place of '%s'", HEADING).isNotNegative();
        String document = whole.substring(start);
        List<String> rows =
                ROW.matcher(document).results().map(row -> row.group(1)).toList();
        assertThat(rows)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, COMPLAINTS)
                        .mapToObj(Integer::toString)
                        .toList());

        Matcher row = ROW.matcher(document);
        while (row.find()) {
            List<String> tests = TEST.matcher(row.group())
                    .results()
                    .map(test -> test.group())
                    .toList();
            assertThat(tests).as("tests of complaint %s", row.group(1)).isNotEmpty();
        }
        Matcher test = TEST.matcher(document);
        while (test.find()) {
            assertThat(source(test.group(1)))
                    .as("%s has %s", test.group(1), test.group(2))
                    .contains(" " + test.group(2) + "(");
        }
    }

    private static String source(String className) throws IOException {
        try (Stream<Path> files = Files.walk(Documents.ROOT.resolve("client/src/test/java"))) {
            List<Path> found =
                    files.filter(file -> file.endsWith(className + ".java")).toList();
            assertThat(found).as("sources of %s", className).hasSize(1);
            return Files.readString(found.get(0));
        }
    }
}
