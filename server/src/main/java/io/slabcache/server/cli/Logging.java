package io.slabcache.server.cli;

/** The log of the runnable jar: lines with the time, on standard error. Set by properties, which a command line may set instead. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    static void configure(int verbosity) {
        set(PREFIX + "showDateTime", "true");
        set(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSZ");
        set(PREFIX + "showThreadName", "false");
        set(PREFIX + "showShortLogName", "true");
        set(PREFIX + "defaultLogLevel", verbosity > 1 ? "debug" : "warn");
        set(PREFIX + "log.io.slabcache", verbosity > 0 ? "debug" : "info");
        // records where buffers were made, of one in 128: an object each
        set("io.netty.leakDetection.level", "disabled");
    }

    private static void set(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
