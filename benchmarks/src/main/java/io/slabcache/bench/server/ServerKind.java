package io.slabcache.bench.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who is compared. Each serves with one thread, since each has one processor. */
enum ServerKind {
    SLABCACHE("slabcache") {
        @Override
        List<String> command(int port, ServerOptions options) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(options.jvmFlags());
            command.addAll(List.of("-jar", JAR.toString()));
            command.addAll(options.shared(port));
            if (options.httpPort() != 0) {
                command.addAll(List.of("--http", Integer.toString(options.httpPort())));
            }
            return command;
        }

        @Override
        Path program() {
            return JAR;
        }
    },
    MEMCACHED("memcached") {
        @Override
        List<String> command(int port, ServerOptions options) {
            List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-U", "0", "-u", "nobody"));
            command.addAll(options.shared(port));
            return command;
        }

        @Override
        Path program() {
            return PROGRAM;
        }
    };

    private static final Path JAR = Path.of("..", "server", "target", "slabcache-server.jar");
    private static final Path PROGRAM = Path.of("/usr/bin/memcached");

    private final String label;

    ServerKind(String label) {
        this.label = label;
    }

    /** Returns the name, as tables have it. */
    String label() {
        return label;
    }

    /** Returns whether it can be started here. */
    boolean isInstalled() {
        return Files.isReadable(program());
    }

    /** Returns the file that must be there. */
    abstract Path program();

    /** Returns the command that starts it. */
    abstract List<String> command(int port, ServerOptions options);
}
