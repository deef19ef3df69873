package io.slabcache.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** What our server's network library holds outside the heap, by its metrics. */
final class NetworkBuffers {
    private static final String METRIC = "slabcache_server_network_buffer_bytes ";

    private NetworkBuffers() {}

    /** Returns the bytes that are held now. */
    static long bytes(int httpPort) throws IOException {
        URI metrics = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
        try (InputStream in = metrics.toURL().openStream()) {
            String text = new String(in.readAllBytes(), US_ASCII);
            return bytes(text);
        }
    }

    /** Returns what a page of metrics tells. */
    static long bytes(String page) throws IOException {
        return page.lines()
                .filter(line -> line.startsWith(METRIC))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(METRIC.length())))
                .findFirst()
                .orElseThrow(() -> new IOException("metrics must tell of buffers: metric=" + METRIC));
    }
}
