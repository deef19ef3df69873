package io.slabcache.tck;

import io.slabcache.tck.TestResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the report files of one run say.
 *
 * @param results every test case of every file
 * @param turnedOff the tests that the TCK logged as excluded; they are among the results too, as passed
 */
record TckReport(List<TestResult> results, Set<String> turnedOff) {

    /** The report of a run that never was. */
    static final TckReport NOTHING = new TckReport(List.of(), Set.of());

    /** How the TCK logs an exclusion, see {@code AbstractTestExcluder} there. */
    private static final Pattern EXCLUSION = Pattern.compile("EXCLUDING TEST '([^']+)'\\s+'([^']+)'");

    private static final Set<String> FAILURES =
            Set.of("failure", "error", "rerunFailure", "rerunError", "flakyFailure", "flakyError");

    TckReport {
        results = List.copyOf(results);
        turnedOff = Set.copyOf(turnedOff);
    }

    /**
     * Reads the files {@code TEST-*.xml} of a directory.
     *
     * @throws IOException if the directory or a file cannot be read, or a file is not a report
     */
    static TckReport read(Path directory) throws IOException {
        List<TestResult> results = new ArrayList<>();
        Set<String> turnedOff = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "TEST-*.xml")) {
            for (Path file : files) {
                readFile(file, results, turnedOff);
            }
        }
        return new TckReport(results, turnedOff);
    }

    private static void readFile(Path file, List<TestResult> results, Set<String> turnedOff) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            String name = "";
            Outcome outcome = Outcome.PASSED;
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        String element = xml.getLocalName();
                        if (element.equals("testcase")) {
                            name = xml.getAttributeValue(null, "classname") + "#" + xml.getAttributeValue(null, "name");
                            outcome = Outcome.PASSED;
                        } else if (FAILURES.contains(element)) {
                            outcome = Outcome.FAILED;
                        } else if (element.equals("skipped")) {
                            outcome = Outcome.SKIPPED;
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (xml.getLocalName().equals("testcase")) {
                            results.add(new TestResult(name, outcome));
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        addExclusions(xml.getText(), turnedOff);
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("not a test report: file=" + file, e);
        }
    }

    private static void addExclusions(String text, Set<String> turnedOff) {
        Matcher matcher = EXCLUSION.matcher(text);
        while (matcher.find()) {
            turnedOff.add(matcher.group(1) + "#" + matcher.group(2));
        }
    }
}
