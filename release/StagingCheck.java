import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks that a directory of staged artifacts has what Maven Central asks for: java StagingCheck.java DIRECTORY VERSION PARENT
 * ARTIFACT... Prints a line for each artifact and one for each fault; the exit code is 0 if there is none.
 */
final class StagingCheck {
    private static final String GROUP = "io/slabcache";
    private static final List<String> METADATA = List.of("name", "description", "url", "licenses", "developers", "scm");
    private static final Map<String, String> DIGESTS = Map.of(".md5", "MD5", ".sha1", "SHA-1");

    /** What stands beside a file. */
    private static final List<String> ADDED = List.of(".asc", ".md5", ".sha1", ".sha256", ".sha512");

    private static final Pattern TOP_LEVEL_CLASS = Pattern.compile("(?:META-INF/versions/\\d+/)?([^$]+)\\.class");

    private final Path directory;
    private final String version;
    private final List<String> faults = new ArrayList<>();

    private StagingCheck(Path directory, String version) {
        this.directory = directory;
        this.version = version;
    }

    public static void main(String[] arguments) throws Exception {
        StagingCheck check = new StagingCheck(Path.of(arguments[0], GROUP.split("/")), arguments[1]);
        List<String> artifacts = List.of(arguments).subList(2, arguments.length);
        for (String artifact : artifacts) {
            check.artifact(artifact, artifacts.get(0));
        }
        check.nothingElse(artifacts);
        check.faults.forEach(fault -> System.out.println("FAULT " + fault));
        System.out.println(artifacts.size() + " artifacts, " + check.faults.size() + " faults");
        System.exit(check.faults.isEmpty() ? 0 : 1);
    }

    private void artifact(String artifact, String parent) throws Exception {
        Path pom = file(artifact, ".pom");
        if (!Files.isRegularFile(pom)) {
            faults.add(artifact + ": no pom");
            return;
        }
        Element project = parse(pom);
        metadata(artifact, project, parent);
        List<String> checked = new ArrayList<>(List.of(".pom"));
        if (!"pom".equals(text(project, "packaging"))) {
            checked.addAll(List.of(".jar", "-sources.jar", "-javadoc.jar"));
            contents(file(artifact, "-javadoc.jar"), "index.html");
            contents(file(artifact, ".jar"), "module-info.class");
            sources(artifact);
        }
        for (String suffix : checked) {
            if (!Files.isRegularFile(file(artifact, suffix))) {
                faults.add(file(artifact, suffix).getFileName() + ": missing");
            }
        }
        Set<Path> expected = checked.stream().map(suffix -> file(artifact, suffix)).collect(Collectors.toSet());
        try (var staged = Files.list(pom.getParent())) {
            for (Path file : staged.filter(StagingCheck::isToBeSigned).sorted().toList()) {
                if (expected.contains(file)) {
                    signedAndSummed(file);
                } else {
                    faults.add(file.getFileName() + ": staged and not expected");
                }
            }
        }
        System.out.println(artifact + ": " + String.join(" ", checked));
    }

    /** A name and a description of its own; the rest may be the parent's. No version that is not released. */
    private void metadata(String artifact, Element project, String parent) throws Exception {
        for (String element : METADATA) {
            boolean inherited = child(project, "parent") != null
                    && !element.equals("name")
                    && !element.equals("description")
                    && child(parse(file(parent, ".pom")), element) != null;
            if (child(project, element) == null && !inherited) {
                faults.add(artifact + ": the pom has no " + element);
            }
        }
        if (Files.readString(file(artifact, ".pom")).contains("-SNAPSHOT")) {
            faults.add(artifact + ": the pom names a SNAPSHOT");
        }
    }

    /** A source for each class that has a file of its own in the jar, also for those that only newer versions of Java see. */
    private void sources(String artifact) throws IOException {
        Set<String> sources = names(file(artifact, "-sources.jar"));
        for (String name : names(file(artifact, ".jar"))) {
            Matcher type = TOP_LEVEL_CLASS.matcher(name);
            if (type.matches() && !sources.contains(type.group(1) + ".java")) {
                faults.add(artifact + ": no source of " + name);
            }
        }
    }

    private static Set<String> names(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            return Set.of(); // said by another check
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
        }
    }

    private void contents(Path jar, String ending) throws IOException {
        if (Files.isRegularFile(jar) && names(jar).stream().noneMatch(name -> name.endsWith(ending))) {
            faults.add(jar.getFileName() + ": nothing in it ends in " + ending);
        }
    }

    private static boolean isToBeSigned(Path file) {
        return ADDED.stream().noneMatch(file.getFileName().toString()::endsWith);
    }

    private void signedAndSummed(Path file) throws Exception {
        for (Map.Entry<String, String> digest : DIGESTS.entrySet()) {
            Path sum = sibling(file, digest.getKey());
            String expected = HexFormat.of()
                    .formatHex(MessageDigest.getInstance(digest.getValue()).digest(Files.readAllBytes(file)));
            if (!Files.isRegularFile(sum) || !Files.readString(sum).strip().equals(expected)) {
                faults.add(sum.getFileName() + ": missing or wrong");
            }
        }
        Path signature = sibling(file, ".asc");
        if (!Files.isRegularFile(signature)) {
            faults.add(signature.getFileName() + ": missing");
            return;
        }
        Process gpg = new ProcessBuilder("gpg", "--batch", "--verify", signature.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(gpg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gpg.waitFor() != 0) {
            faults.add(signature.getFileName() + ": not a good signature: " + output.strip());
        }
    }

    private void nothingElse(List<String> artifacts) throws IOException {
        try (var staged = Files.list(directory)) {
            staged.map(path -> path.getFileName().toString())
                    .filter(name -> !artifacts.contains(name))
                    .forEach(name -> faults.add(name + ": staged and not expected"));
        }
    }

    private Path file(String artifact, String suffix) {
        return directory.resolve(artifact).resolve(version).resolve(artifact + "-" + version + suffix);
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static Element parse(Path pom) throws Exception {
        Document document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
        return document.getDocumentElement();
    }

    private static String text(Element project, String name) {
        Element element = child(project, name);
        return element == null ? "" : element.getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }
}
