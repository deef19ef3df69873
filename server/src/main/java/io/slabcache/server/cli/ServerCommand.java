package io.slabcache.server.cli;

import io.slabcache.server.MemcachedServer;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.ServerSettingsBuilder;
import io.slabcache.server.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the program. Flags are memcached's where it has them. */
@Command(
        name = "slabcache-server",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = ServerCommand.Version.class,
        subcommands = UserCommand.class,
        description = "A memcached-compatible cache node on a slab engine outside the Java heap.")
final class ServerCommand implements Callable<Integer> {
    private static final int MEBI = 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "<num>",
            defaultValue = "" + ServerSettings.DEFAULT_PORT,
            description = "TCP port to listen on, 0 for one that is free (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = {"-l", "--listen"},
            paramLabel = "<addr>",
            split = ",",
            description =
                    "address to listen on, host or host:port, several with commas (default: the loopback address)."
                            + " An address that other machines reach needs TLS, --auth-file or --insecure")
    private @Nullable List<String> listen;

    @Option(
            names = {"-m", "--memory-limit"},
            paramLabel = "<megabytes>",
            defaultValue = "64",
            description = "memory for items, index included, in MiB (default: ${DEFAULT-VALUE})")
    private long memory;

    @Option(
            names = {"-I", "--max-item-size"},
            paramLabel = "<size>",
            defaultValue = "1m",
            converter = ByteSize.class,
            description = "the largest item, with k or m for a unit, 1k to 1023m (default: ${DEFAULT-VALUE})")
    private int maxItemSize;

    @Option(
            names = {"-M", "--disable-evictions"},
            description = "when the memory is used up, refuse to store instead of evicting items")
    private boolean evictionsDisabled;

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "<num>",
            description = "threads that serve connections (default: 4, fewer where there are fewer processors)")
    private @Nullable Integer threads;

    @Option(
            names = {"-c", "--conn-limit"},
            paramLabel = "<num>",
            defaultValue = "" + ServerSettings.DEFAULT_MAX_CONNECTIONS,
            description = "connections that may be open at a time (default: ${DEFAULT-VALUE})")
    private int maxConnections;

    @Option(
            names = "--transport",
            paramLabel = "<name>",
            defaultValue = "auto",
            description = "how sockets are read and written: auto, io_uring, epoll, nio (default: ${DEFAULT-VALUE})")
    private Transport transport = Transport.AUTO;

    @Option(
            names = "--idle-timeout",
            paramLabel = "<seconds>",
            defaultValue = "0",
            description = "close connections that are silent for so long, 0 for never (default: ${DEFAULT-VALUE})")
    private long idleTimeout;

    @Option(
            names = "--request-timeout",
            paramLabel = "<seconds>",
            defaultValue = "60",
            description =
                    "close connections that are silent for so long within a request, or do not take their answers,"
                            + " 0 for never (default: ${DEFAULT-VALUE})")
    private long requestTimeout;

    @Option(
            names = "--max-pending-output",
            paramLabel = "<size>",
            defaultValue = "256k",
            converter = ByteSize.class,
            description = "answers that may wait for a client before no more of its requests are read"
                    + " (default: ${DEFAULT-VALUE})")
    private int maxPendingOutput;

    @Option(
            names = "--max-total-output",
            paramLabel = "<size>",
            converter = ByteSize.class,
            description = "answers that may wait for all clients together; at half of it clients that take none are"
                    + " closed, beyond it long answers are refused (default: 64m, or four times -I if that is more)")
    private @Nullable Integer maxTotalOutput;

    @Option(
            names = "--http",
            paramLabel = "<port>",
            description =
                    "offer /metrics for Prometheus and /health on this port of the loopback address, 0 for one that"
                            + " is free")
    private @Nullable Integer httpPort;

    @Mixin
    private TlsOptions tls = new TlsOptions();

    @Mixin
    private AccessOptions access = new AccessOptions();

    @Option(
            names = "--insecure",
            description = "serve everybody who reaches the address without TLS and authentication, and take passwords"
                    + " over networks without TLS")
    private boolean insecure;

    @Option(
            names = {"-A", "--enable-shutdown"},
            description = "let clients end the server by the command shutdown")
    private boolean shutdownEnabled;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "<user>",
            description =
                    "accepted for command lines written for memcached, and without effect: the program stays the user"
                            + " that started it")
    @SuppressWarnings("UnusedVariable") // there to be accepted
    private @Nullable String user;

    @Option(
            names = {"-v", "--verbose"},
            description = "log more; -vv still more, the network library included")
    private boolean @Nullable [] verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and exit")
    @SuppressWarnings("UnusedVariable") // read by the library
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "print the version and exit")
    @SuppressWarnings("UnusedVariable") // read by the library
    private boolean version;

    /** Returns what reads the command line. */
    static CommandLine commandLine() {
        return new CommandLine(new ServerCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() {
        // before anything asks for a logger
        Logging.configure(verbose == null ? 0 : verbose.length);
        ProcessDefaults.set();
        try {
            MemcachedServer server = MemcachedServer.start(settings());
            // its threads keep the process running until a signal ends it
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "slabcache-server-stop"));
            HangUp.onSignal(server::reload);
        } catch (IllegalArgumentException | IOException e) {
            throw failure(e);
        }
        return CommandLine.ExitCode.OK;
    }

    private ServerSettings settings() {
        ServerSettingsBuilder builder = ServerSettings.builder()
                .port(port)
                // what is too much stays so, and is refused by the settings
                .memory(Math.min(memory, Long.MAX_VALUE >> MEBI) << MEBI)
                .maxItemSize(maxItemSize)
                .evictions(!evictionsDisabled)
                .maxConnections(maxConnections)
                .transport(transport)
                .idleTimeout(Duration.ofSeconds(idleTimeout))
                .requestTimeout(Duration.ofSeconds(requestTimeout))
                .maxPendingOutput(maxPendingOutput)
                .insecure(insecure)
                .shutdownEnabled(shutdownEnabled)
                .tls(tls.settings())
                .access(access.settings());
        if (maxTotalOutput != null) {
            builder.maxTotalOutput(maxTotalOutput);
        }
        if (httpPort != null) {
            builder.httpPort(httpPort);
        }
        if (threads != null) {
            builder.threads(threads);
        }
        if (listen != null) {
            listen.forEach(builder::listen);
        }
        return builder.build();
    }

    private ParameterException failure(Exception cause) {
        if (spec == null) {
            throw new IllegalStateException("the library gives each command its specification");
        }
        return new ParameterException(spec.commandLine(), String.valueOf(cause.getMessage()), cause);
    }

    /** The version of the program, from its jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"slabcache-server " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
