package io.slabcache.server.cli;

/** What only a program may choose for its whole process, by properties, which a command line may set instead. */
final class ProcessDefaults {
    private static final String HTTP_SECONDS = "10";

    private ProcessDefaults() {}

    /** Sets them. To be called before the classes that read them. */
    static void set() {
        // by default records where buffers were made, of one in 128: objects, and more work than a request
        set("io.netty.leakDetection.level", "disabled");
        // by default who sends half a request for the metrics holds a thread for ever
        set("sun.net.httpserver.maxReqTime", HTTP_SECONDS);
        set("sun.net.httpserver.maxRspTime", HTTP_SECONDS);
        // by default a client may have new keys negotiated as often as it likes, which costs it less than the server
        set("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    static void set(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
