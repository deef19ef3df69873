package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        Map<String, String> properties = new HashMap<>();
        List<Element> artifacts = new ArrayList<>();
        for (Path pom : poms) {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile());
            for (Element block : elements(document, "properties")) {
                for (Node node = block.getFirstChild(); node != null; node = node.getNextSibling()) {
                    properties.put(node.getNodeName(), node.getTextContent().strip());
                }
            }
            for (String kind : List.of("dependency", "plugin", "path")) {
                elements(document, kind).stream()
                        .filter(element -> child(element, "artifactId") != null)
                        .forEach(artifacts::add);
            }
        }
        Map<String, String> versions = new HashMap<>();
        Set<String> names = new TreeSet<>();
        for (Element artifact : artifacts) {
            String group = child(artifact, "groupId");
            String name = resolve(group == null ? "org.apache.maven.plugins" : group, properties) + ":"
                    + resolve(String.valueOf(child(artifact, "artifactId")), properties);
            String version = child(artifact, "version");
            if (!name.startsWith("io.slabcache:")) {
                names.add(name);
                if (version != null) {
                    versions.put(name, resolve(version, properties));
                }
            }
        }
        String junit = resolve("${junit.version}", properties);
        return names.stream()
                .map(name -> name + ":" + versions.getOrDefault(name, managedVersion(name, junit)))
                .collect(Collectors.toCollection(TreeSet::new));
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
