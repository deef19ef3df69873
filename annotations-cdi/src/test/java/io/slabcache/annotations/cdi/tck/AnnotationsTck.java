package io.slabcache.annotations.cdi.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Runs the tests of JSR-107's TCK 1.1.1 that are about annotations. The TCK counts a test that it turns off as passed, and
 * turns all of these off if it gets no beans; so what it logs about that is read.
 */
final class AnnotationsTck {

    private static final String PACKAGE = "org.jsr107.tck.annotation.";
    private static final List<String> CLASSES = List.of(
            "InterceptionCacheNameOnEachMethodTest",
            "InterceptionUsingCacheConfigTest",
            "InterceptionUsingDefaultCacheNameTest");
    private static final List<String> METHODS = List.of(
            "test_AT_CacheResult",
            "test_AT_CacheResult_UsingAt_CacheKeyParam",
            "test_AT_CacheRemoveEntry",
            "test_AT_CacheRemoveAll");

    private static final Pattern EXCLUSION = Pattern.compile("EXCLUDING TEST '[^']*'\\s+'([^']+)'");

    private AnnotationsTck() {}

    /** Returns the names of all tests that there are, as {@code class#method}. */
    static Set<String> tests() {
        Set<String> tests = new TreeSet<>();
        CLASSES.forEach(type -> METHODS.forEach(method -> tests.add(type + "#" + method)));
        return tests;
    }

    /**
     * What a run did.
     *
     * @param ran the tests that ended, well or not
     * @param failures what went wrong, a line each
     * @param excluded the methods that the TCK turned off, as often as it did
     */
    record Outcome(Set<String> ran, List<String> failures, List<String> excluded) {

        @Override
        public String toString() {
            return "%d ran, %d failed, %d excluded".formatted(ran.size(), failures.size(), excluded.size());
        }
    }

    /** Runs the TCK as a class loader finds it. */
    static Outcome run(ClassLoader loader) throws ClassNotFoundException {
        Class<?>[] classes = new Class<?>[CLASSES.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Class.forName(PACKAGE + CLASSES.get(i), true, loader);
        }
        Outcome outcome = new Outcome(new TreeSet<>(), new ArrayList<>(), new ArrayList<>());
        JUnitCore junit = new JUnitCore();
        junit.addListener(new RunListener() {
            @Override
            public void testFinished(Description test) {
                outcome.ran().add(test.getTestClass().getSimpleName() + "#" + test.getMethodName());
            }

            @Override
            public void testFailure(Failure failure) {
                outcome.failures().add(failure.toString());
            }

            @Override
            public void testAssumptionFailure(Failure failure) {
                outcome.failures().add("assumed: " + failure);
            }

            @Override
            public void testIgnored(Description test) {
                outcome.failures().add("ignored: " + test);
            }
        });
        Logger logger = Logger.getLogger("org.jsr107.tck");
        Handler exclusions = new Exclusions(outcome.excluded());
        logger.addHandler(exclusions);
        logger.setLevel(Level.ALL);
        // Who looks for such lines in the build's output must find none of the run that is excluded on purpose.
        logger.setUseParentHandlers(false);
        try {
            junit.run(classes);
        } finally {
            logger.removeHandler(exclusions);
            logger.setUseParentHandlers(true);
        }
        return outcome;
    }

    private static final class Exclusions extends Handler {

        private final List<String> excluded;

        Exclusions(List<String> excluded) {
            this.excluded = excluded;
        }

        @Override
        public void publish(LogRecord event) {
            Matcher matcher = EXCLUSION.matcher(event.getMessage());
            if (matcher.find()) {
                excluded.add(matcher.group(1));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
