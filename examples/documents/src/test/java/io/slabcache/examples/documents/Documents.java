package io.slabcache.examples.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's files, for tests that hold the documents to what they say. */
final class Documents {

    /** The root of the repository: tests run in their module's directory. */
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static final Set<String> SKIPPED = Set.of("target", ".git", ".m2", "node_modules");

    private Documents() {}

    static List<Path> files(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files =
                Files.find(ROOT, 12, (file, attributes) -> attributes.isRegularFile() && wanted.test(file))) {
            return files.filter(Documents::isOurs).sorted().toList();
        }
    }

    /** Returns the contents of the fenced blocks of one language, in their order. */
    static List<String> blocks(String document, String language) throws IOException {
        Pattern fence =
                Pattern.compile("^```" + Pattern.quote(language) + "\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
        return fence.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static boolean isOurs(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (SKIPPED.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }
}
