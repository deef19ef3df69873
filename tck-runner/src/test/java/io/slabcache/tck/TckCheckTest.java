package io.slabcache.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A good run passes the check; every way in which a run can look green and is not, fails it. */
class TckCheckTest {

    private static final String GET = "org.jsr107.tck.GetTest#getAll_Null";
    private static final String BY_REFERENCE = "org.jsr107.tck.StoreByReferenceTest#putAll";
    private static final String EXCLUSION =
            "<system-err><![CDATA[Nov 22, 2026 org.jsr107.tck.testutil.Excluder evaluate\n"
                    + "INFO: ===== EXCLUDING TEST '%s'\t'%s'.\n]]></system-err>";

    @TempDir
    Path target;

    private Path run;
    private boolean mustRunAll = true;

    /** Test cases by name, as the report of a good run has them; a test spoils what it is about. */
    private final Map<String, String> cases = new TreeMap<>();

    @BeforeEach
    void aGoodRun() throws IOException {
        run = target.resolve("tck-embedded");
        for (String resource : List.of("tests.txt", "store-by-reference-tests.txt")) {
            for (String name : names(resource)) {
                cases.put(name, resource.equals("tests.txt") ? "" : exclusion(name));
            }
        }
        cases.put(TckExpectation.CANARY, exclusion(TckExpectation.CANARY));
        TckExpectation.SETUP_TESTS.forEach(name -> cases.put(name, ""));
    }

    @Test
    void check_goodRun_printsTheCounts() throws IOException {
        assertThat(check("storeByReference=false", "partial=false"))
                .contains("embedded")
                .contains("481 ran, 0 failed, 0 skipped")
                .contains("turned off 12, because store-by-reference is optional")
                .contains(BY_REFERENCE)
                .contains("org.jsr107.tck.TypesTest#simpleAPINoGenericsAndNoTypeEnforcementStoreByReference")
                .contains("ExcludeList turned off 1, where only the canary may be: " + TckExpectation.CANARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failure", "error", "flakyFailure", "rerunError"})
    void check_failedTest_fails(String element) {
        cases.put(GET, "<" + element + " message=\"expected 1\">at GetTest</" + element + ">");

        assertRefused("1 failed: " + GET);
    }

    @Test
    void check_skippedTest_fails() {
        cases.put(GET, "<skipped/>");

        assertRefused("1 skipped: " + GET);
    }

    @Test
    void check_missingTest_fails() {
        cases.remove(GET);

        assertRefused("1 did not run: " + GET);
    }

    @Test
    void check_missingClass_fails() {
        cases.keySet().removeIf(name -> name.startsWith("javax.cache.configuration.FactoryBuilderTest1#"));

        assertRefused("2 did not run: javax.cache.configuration.FactoryBuilderTest1#");
    }

    @Test
    void check_extraExclusion_fails() {
        cases.put(GET, exclusion(GET));

        assertRefused("1 turned off without leave: " + GET);
    }

    @Test
    void check_canaryNotExcluded_fails() {
        cases.put(TckExpectation.CANARY, "");

        assertRefused("1 should have been turned off, but ran: " + TckExpectation.CANARY);
    }

    @Test
    void check_byReferenceTestNotExcluded_fails() {
        cases.put(BY_REFERENCE, "");

        assertRefused("1 should have been turned off, but ran: " + BY_REFERENCE);
    }

    @Test
    void check_byReferenceOffered_allowsNoExclusionForIt() {
        assertThatThrownBy(() -> check("storeByReference=true", "partial=false"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("12 turned off without leave: " + "org.jsr107.tck.StoreByReferenceTest#");
    }

    @Test
    void check_setupTestMissing_fails() {
        String setup = TckExpectation.SETUP_TESTS.iterator().next();
        cases.remove(setup);

        assertRefused("1 did not run: " + setup);
    }

    @Test
    void check_setupTestFailed_fails() {
        String setup = TckExpectation.SETUP_TESTS.iterator().next();
        cases.put(setup, "<failure/>");

        assertRefused("1 failed: " + setup);
    }

    @Test
    void check_foreignTest_fails() {
        cases.put("org.jsr107.tck.NewTest#isNew", "");

        assertRefused("1 not a test of the TCK: org.jsr107.tck.NewTest#isNew");
    }

    @Test
    void check_testReportedTwice_fails() throws IOException {
        writeReport("TEST-a.xml", cases);
        writeReport("TEST-b.xml", Map.of(GET, ""));

        assertThatThrownBy(() -> checkFiles("storeByReference=false", "partial=false"))
                .hasMessageContaining("1 reported twice: " + GET);
    }

    @Test
    void check_noReports_fails() {
        assertThatThrownBy(() -> checkFiles("storeByReference=false", "partial=false"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("485 did not run");
    }

    @Test
    void check_secondRunBad_fails() throws IOException {
        writeReport("TEST-a.xml", cases);

        assertThatThrownBy(() ->
                        checkFiles("storeByReference=false", "partial=false", "lossy=" + target.resolve("tck-lossy")))
                .hasMessageContaining("lossy: 485 did not run")
                .hasMessageNotContaining("embedded:");
    }

    @Test
    void check_runNotPossibleHere_saysWhyAndPasses() throws IOException {
        mustRunAll = false;
        Path impossible = notPossible("no memcached: apt-get install memcached\n");

        assertThat(check("storeByReference=false", "partial=false", "memcached-1=" + impossible))
                .contains("memcached-1: NOT RUN, no memcached: apt-get install memcached");
    }

    @Test
    void check_runNotPossibleWhereAllMustRun_fails() throws IOException {
        Path impossible = notPossible("no memcached: apt-get install memcached\n");

        assertThatThrownBy(() -> check("storeByReference=false", "partial=false", "memcached-1=" + impossible))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("memcached-1: not run, no memcached: apt-get install memcached");
    }

    @Test
    void check_reportCutShort_fails() throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("TEST-a.xml"), "<testsuite><testcase name=\"a\" classname=\"B\"/>");

        assertThatThrownBy(() -> checkFiles("storeByReference=false", "partial=false"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("TEST-a.xml");
    }

    @Test
    void check_partialRun_missesNothing() {
        cases.keySet().removeIf(name -> !name.equals(GET));

        assertThatCode(() -> check("storeByReference=false", "partial=true")).doesNotThrowAnyException();
    }

    @Test
    void check_partialRunWithFailure_fails() {
        cases.keySet().removeIf(name -> !name.equals(GET));
        cases.put(GET, "<error/>");

        assertThatThrownBy(() -> check("storeByReference=false", "partial=true"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 failed: " + GET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"partial=maybe", "partial", "storeByReference=true", "=x"})
    void check_badArgument_isRefused(String argument) {
        assertThatThrownBy(() -> TckCheck.check(
                        List.of("storeByReference=false", argument, "embedded=" + run),
                        true,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Path notPossible(String reason) throws IOException {
        Path directory = Files.createDirectories(target.resolve("tck-memcached-1"));
        Files.writeString(directory.resolve(TckCheck.SKIPPED), reason);
        return directory;
    }

    private void assertRefused(String complaint) {
        assertThatThrownBy(() -> check("storeByReference=false", "partial=false"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("embedded: " + complaint);
    }

    private String check(String... flags) throws IOException {
        writeReport("TEST-all.xml", cases);
        return checkFiles(flags);
    }

    private String checkFiles(String... flags) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(flags));
        arguments.add("embedded=" + run);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TckCheck.check(arguments, mustRunAll, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private void writeReport(String file, Map<String, String> contents) throws IOException {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite>\n");
        contents.forEach((name, content) -> {
            int separator = name.indexOf('#');
            xml.append("<testcase classname=\"%s\" name=\"%s\">%s</testcase>\n"
                    .formatted(name.substring(0, separator), name.substring(separator + 1), content));
        });
        Files.createDirectories(run);
        Files.writeString(run.resolve(file), xml.append("</testsuite>\n"));
    }

    private static String exclusion(String name) {
        int separator = name.indexOf('#');
        return EXCLUSION.formatted(name.substring(0, separator), name.substring(separator + 1));
    }

    private static List<String> names(String resource) throws IOException {
        return Files.readAllLines(Path.of("src/main/resources/io/slabcache/tck", resource));
    }
}
