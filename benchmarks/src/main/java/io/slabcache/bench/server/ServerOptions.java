package io.slabcache.bench.server;

import java.util.List;

/**
 * How a server is started.
 *
 * @param megabytes for items
 * @param connections how many may be open
 * @param maxItemSize the largest item, as the command line has it
 * @param jvmFlags those of a server that runs on a JVM
 * @param httpPort where such a server tells metrics; 0 for nowhere
 */
record ServerOptions(int megabytes, int connections, String maxItemSize, List<String> jvmFlags, int httpPort) {
    /** A heap of fixed size, touched, so that what the process grows by is not the heap. */
    static final List<String> FIXED_HEAP = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

    /** Room for everything that a load asks for. */
    static ServerOptions with(int megabytes) {
        return new ServerOptions(megabytes, 1024, "1m", FIXED_HEAP, 0);
    }

    ServerOptions withConnections(int most) {
        return new ServerOptions(megabytes, most, maxItemSize, jvmFlags, httpPort);
    }

    ServerOptions withMaxItemSize(String most) {
        return new ServerOptions(megabytes, connections, most, jvmFlags, httpPort);
    }

    ServerOptions withHttpPort(int port) {
        return new ServerOptions(megabytes, connections, maxItemSize, jvmFlags, port);
    }

    /** Returns the flags that both know. */
    List<String> shared(int port) {
        return List.of(
                "-l",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                "1",
                "-m",
                Integer.toString(megabytes),
                "-c",
                Integer.toString(connections),
                "-I",
                maxItemSize);
    }
}
