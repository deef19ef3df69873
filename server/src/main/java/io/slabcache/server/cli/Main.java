package io.slabcache.server.cli;

import picocli.CommandLine;

/** The program: {@code java -jar slabcache-server.jar --help}. */
public final class Main {
    private Main() {}

    /**
     * Runs a server until the process is told to end.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        int code = ServerCommand.commandLine().execute(arguments);
        if (code != CommandLine.ExitCode.OK) {
            System.exit(code);
        }
    }
}
