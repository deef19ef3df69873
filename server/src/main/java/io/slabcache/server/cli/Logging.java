package io.slabcache.server.cli;

/** The log of the runnable jar: lines with the time, on standard error. Set by properties, which a command line may set instead. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    static void configure(int verbosity) {
        ProcessDefaults.set(PREFIX + "showDateTime", "true");
        ProcessDefaults.set(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSZ");
        ProcessDefaults.set(PREFIX + "showThreadName", "false");
        ProcessDefaults.set(PREFIX + "showShortLogName", "true");
        ProcessDefaults.set(PREFIX + "defaultLogLevel", verbosity > 1 ? "debug" : "warn");
        ProcessDefaults.set(PREFIX + "log.io.slabcache", verbosity > 0 ? "debug" : "info");
    }
}
