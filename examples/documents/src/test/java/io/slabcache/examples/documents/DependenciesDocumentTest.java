package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** {@code docs/dependencies.md} lists what the poms name, in the version that they name, and nothing else. */
class DependenciesDocumentTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`:]+:[^`:]+)` \\| ([^ |]+) \\| ([^|]*[^ |]) \\|", Pattern.MULTILINE);
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    @Test
    void dependenciesDocument_comparedWithPoms_listsTheSame() throws Exception {
        Set<String> listed = ROW.matcher(Files.readString(Documents.ROOT.resolve("docs/dependencies.md")))
                .results()
                .map(row -> row.group(1) + ":" + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(named());
    }

    private static Set<String> named() throws IOException, ParserConfigurationException, SAXException {
        List<Path> poms = Documents.files(file -> file.endsWith("pom.xml"));
        assertThat(poms).contains(Documents.ROOT.resolve("pom.xml"), Documents.ROOT.resolve("provider/pom.xml"));
        Map<Path, Document> documents =
                new TreeMap<>(Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder()));
        Map<String, String> properties = new HashMap<>();
        for (Path pom : poms) {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile());
            documents.put(pom, document);
            properties.putAll(properties(document));
        }
        Map<String, Set<String>> versions = new TreeMap<>();
        documents.forEach((pom, document) -> {
            for (String kind : List.of("dependency", "plugin", "path")) {
                for (Element artifact : elements(document, kind)) {
                    addVersions(artifact, readings(pom, documents, properties), versions);
                }
            }
        });
        String junit = resolve("${junit.version}", properties);
        Set<String> named = new TreeSet<>();
        versions.forEach((name, found) -> {
            if (found.isEmpty()) {
                named.add(name + ":" + managedVersion(name, junit));
            }
            found.forEach(version -> named.add(name + ":" + version));
        });
        return named;
    }

    private static void addVersions(
            Element artifact, List<Map<String, String>> readings, Map<String, Set<String>> versions) {
        String artifactId = child(artifact, "artifactId");
        if (artifactId == null) {
            return;
        }
        String group = child(artifact, "groupId");
        String version = child(artifact, "version");
        for (Map<String, String> properties : readings) {
            String name = resolve(group == null ? "org.apache.maven.plugins" : group, properties) + ":"
                    + resolve(artifactId, properties);
            if (name.startsWith("io.slabcache:")) {
                continue;
            }
            Set<String> found = versions.computeIfAbsent(name, any -> new TreeSet<>());
            if (version != null) {
                found.add(resolve(version, properties));
            } else if (name.startsWith("org.springframework.boot:")) {
                // Its bill of materials gives all of them the version that it has itself.
                found.add(resolve("${spring-boot.version}", properties));
            }
        }
    }

    /**
     * Returns the properties by which a pom's versions are read, once for each module at it or below: modules that test the
     * same sources with several versions of a framework differ in nothing else.
     */
    private static List<Map<String, String>> readings(
            Path pom, Map<Path, Document> documents, Map<String, String> everybodys) {
        List<Map<String, String>> readings = new ArrayList<>();
        for (Path module : documents.keySet()) {
            if (module.startsWith(pom.resolveSibling(""))) {
                Map<String, String> properties = new HashMap<>(everybodys);
                // The outer poms' first, for they have the shorter paths.
                documents.forEach((outer, document) -> {
                    if (module.startsWith(outer.resolveSibling(""))) {
                        properties.putAll(properties(document));
                    }
                });
                readings.add(properties);
            }
        }
        return readings;
    }

    private static Map<String, String> properties(Document document) {
        Map<String, String> properties = new HashMap<>();
        for (Element block : elements(document, "properties")) {
            for (Node node = block.getFirstChild(); node != null; node = node.getNextSibling()) {
                properties.put(node.getNodeName(), node.getTextContent().strip());
            }
        }
        return properties;
    }

    /**
     * The version of what has none of its own, by the one bill of materials that is imported: JUnit 5.x brings the Platform
     * 1.x.
     */
    private static String managedVersion(String name, String junit) {
        if (name.startsWith("org.junit.platform:")) {
            return junit.replaceFirst("^5", "1");
        }
        return name.startsWith("org.junit.") ? junit : "?";
    }

    private static String resolve(String text, Map<String, String> properties) {
        Matcher property = PROPERTY.matcher(text);
        return property.matches() ? properties.getOrDefault(property.group(1), text) : text;
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static @Nullable String child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        return null;
    }
}
