package io.slabcache.bench.harness;

import java.nio.file.Path;

/**
 * Where a run's figures go: {@code SUITE-jdkFEATURE.json}, so that a run on one Java leaves what another one was measured on. Every
 * suite measures JVMs, which are of this process's Java.
 */
public final class ResultFile {
    /** How the files end. */
    public static final String ENDING = ".json";

    private ResultFile() {}

    /**
     * Returns the file of a suite.
     *
     * @param results the directory
     * @param suite its name
     */
    public static Path of(Path results, String suite) {
        return results.resolve(suite + suffix(Runtime.version().feature()) + ENDING);
    }

    /** Returns what a Java's files have behind their names. */
    public static String suffix(int feature) {
        return "-jdk" + feature;
    }
}
