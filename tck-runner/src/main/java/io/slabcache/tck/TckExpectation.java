package io.slabcache.tck;

import io.slabcache.tck.TestResult.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a run of the TCK 1.1.1 must have done.
 *
 * @param tests every test of the TCK, annotations aside
 * @param storeByReferenceTests those that the TCK turns off for a provider without store-by-reference
 * @param storeByReference whether the provider claims to offer store-by-reference
 * @param partial whether only some tests were asked for; then those that ran must have passed, whichever they are
 */
record TckExpectation(Set<String> tests, Set<String> storeByReferenceTests, boolean storeByReference, boolean partial) {

    /** Fails on purpose; a provider's exclude list must name it, which proves that the list is read. */
    static final String CANARY = "org.jsr107.tck.CachingTest#dummyTest";

    /** Our own test in the same JVM as the TCK: which provider and which backing, what is switched off. */
    private static final String SETUP_TEST = "io.slabcache.tck.run.TckSetupTest";

    static final Set<String> SETUP_TESTS = Set.of(
            SETUP_TEST + "#provider_foundByServiceLoader_isTheOneUnderTest",
            SETUP_TEST + "#backing_ofDefaultManager_isTheOneUnderTest",
            SETUP_TEST + "#storeByReference_asProviderSays_isAsExpected",
            SETUP_TEST + "#excludeList_onClassPath_namesTheCanaryOnly");

    TckExpectation {
        tests = Set.copyOf(tests);
        storeByReferenceTests = Set.copyOf(storeByReferenceTests);
    }

    /** Returns what the lists in this module ask for. */
    static TckExpectation of(boolean storeByReference, boolean partial) throws IOException {
        return new TckExpectation(lines("tests.txt"), lines("store-by-reference-tests.txt"), storeByReference, partial);
    }

    /** Returns what is wrong with a run, a sentence each; empty if all is well. */
    List<String> complaints(TckReport report) {
        List<String> complaints = new ArrayList<>();
        Set<String> expected = union(tests, SETUP_TESTS);
        Set<String> ran = new HashSet<>();
        Set<String> twice = new TreeSet<>();
        for (TestResult result : report.results()) {
            if (!ran.add(result.name())) {
                twice.add(result.name());
            }
        }
        complain(complaints, "failed", names(report, Outcome.FAILED));
        complain(complaints, "skipped", names(report, Outcome.SKIPPED));
        complain(complaints, "reported twice", twice);
        complain(complaints, "not a test of the TCK", minus(ran, expected));
        complain(complaints, "turned off without leave", minus(report.turnedOff(), expectedTurnedOff()));
        if (!partial) {
            complain(complaints, "did not run", minus(expected, ran));
            complain(
                    complaints, "should have been turned off, but ran", minus(expectedTurnedOff(), report.turnedOff()));
        }
        return complaints;
    }

    /** Returns the run in a few lines for a reader. */
    List<String> summary(TckReport report) {
        List<TestResult> tck = report.results().stream()
                .filter(r -> !r.name().startsWith(SETUP_TEST))
                .toList();
        Set<String> byReference = intersection(report.turnedOff(), storeByReferenceTests);
        List<String> lines = new ArrayList<>();
        lines.add("%d ran, %d failed, %d skipped%s"
                .formatted(
                        tck.size(),
                        count(tck, Outcome.FAILED),
                        count(tck, Outcome.SKIPPED),
                        partial ? " (only a part was asked for)" : ""));
        lines.add("of them the TCK turned off %d, because store-by-reference is optional and the provider says %s%s"
                .formatted(
                        byReference.size(),
                        storeByReference ? "that it offers it" : "that it does not offer it",
                        byReference.isEmpty() ? "" : ":"));
        byReference.forEach(name -> lines.add("    " + name));
        Set<String> others = minus(report.turnedOff(), storeByReferenceTests);
        lines.add("of them the ExcludeList turned off %d, where only the canary may be: %s"
                .formatted(others.size(), others.isEmpty() ? "none" : String.join(", ", others)));
        return lines;
    }

    private Set<String> expectedTurnedOff() {
        return storeByReference ? Set.of(CANARY) : union(storeByReferenceTests, Set.of(CANARY));
    }

    private static void complain(List<String> complaints, String what, Set<String> names) {
        if (!names.isEmpty()) {
            complaints.add("%d %s: %s".formatted(names.size(), what, String.join(", ", names)));
        }
    }

    private static Set<String> names(TckReport report, Outcome outcome) {
        return report.results().stream()
                .filter(result -> result.outcome() == outcome)
                .map(TestResult::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long count(List<TestResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> all = new TreeSet<>(a);
        all.addAll(b);
        return all;
    }

    private static Set<String> minus(Set<String> a, Set<String> b) {
        Set<String> rest = new TreeSet<>(a);
        rest.removeAll(b);
        return rest;
    }

    private static Set<String> intersection(Set<String> a, Set<String> b) {
        Set<String> both = new TreeSet<>(a);
        both.retainAll(b);
        return both;
    }

    private static Set<String> lines(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(TckExpectation.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().filter(Predicate.not(String::isBlank)).collect(Collectors.toSet());
        }
    }
}
