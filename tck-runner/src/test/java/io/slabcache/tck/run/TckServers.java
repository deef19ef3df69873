package io.slabcache.tck.run;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.opentest4j.TestAbortedException;

/**
 * Starts the memcached servers of a run before its first test, and writes the {@code slabcache.conf} that names them. They
 * end with this virtual machine. Where memcached is not installed no test of such a run is run, and a file in place of the
 * reports says why.
 *
 * <p>System properties: {@code tck.servers}, how many servers (none: this class does nothing); {@code slabcache.test.memcached}, what is
 * started instead of memcached; {@code tck.reports}, where
 * the reports go. Found by the JUnit Platform through {@link java.util.ServiceLoader}.
 */
public final class TckServers implements PostDiscoveryFilter {
    private static final List<RealMemcached> SERVERS = new ArrayList<>();

    private static @Nullable FilterResult decision;

    @Override
    public FilterResult apply(TestDescriptor test) {
        return decide();
    }

    /** Returns the addresses of the servers, as {@code host:port}. */
    static List<String> addresses() {
        return SERVERS.stream().map(server -> server.address().toString()).toList();
    }

    private static synchronized FilterResult decide() {
        FilterResult decided = decision;
        if (decided == null) {
            decided = start(Integer.getInteger("tck.servers", 0));
            decision = decided;
        }
        return decided;
    }

    private static FilterResult start(int count) {
        try {
            for (int i = 0; i < count; i++) {
                SERVERS.add(RealMemcached.start());
            }
            if (count > 0) {
                System.setProperty(
                        "slabcache.config", writeConfiguration().toUri().toString());
            }
            return FilterResult.included("the servers run");
        } catch (TestAbortedException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), "memcached cannot be started");
            writeReason(reason);
            return FilterResult.excluded(reason);
        }
    }

    private static Path writeConfiguration() {
        String servers =
                addresses().stream().map(address -> '"' + address + '"').collect(Collectors.joining(", "));
        try {
            Path file = Files.createTempFile("tck", ".conf");
            file.toFile().deleteOnExit();
            return Files.writeString(file, """
                    slabcache {
                      mode = memcached
                      servers = [%s]
                      # The TCK is not about speed, and the machine may have other things to do.
                      operation-timeout = 10 s
                      stall-timeout = 10 s
                      # What others may have written is deserialized only as listed: the TCK's own classes.
                      serialization.allowed-classes = ["domain.*"]
                    }
                    """.formatted(servers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeReason(String reason) {
        Path reports = Path.of(Objects.requireNonNull(System.getProperty("tck.reports"), "tck.reports"));
        try {
            Files.writeString(Files.createDirectories(reports).resolve("skipped.txt"), reason + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
