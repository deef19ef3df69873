package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.Node;
import io.slabcache.server.http.HttpEndpoint;
import io.slabcache.store.StoreClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Metrics and health over HTTP. */
@Timeout(120)
class HttpTest {
    private static final String NO_EXTRAS = "0000000000000000";
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(\\{[a-z]+=\"[^\"\\\\]*\"(?:,[a-z]+=\"[^\"\\\\]*\")*})? ([0-9.E+-]+|\\+Inf)");

    private final HttpClient client = HttpClient.newHttpClient();

    private static MemcachedServer start() throws IOException {
        return MemcachedServer.start(
                ServerSettings.builder().port(0).httpPort(0).threads(2).build());
    }

    private HttpResponse<String> send(MemcachedServer server, String method, String path) throws Exception {
        return send(Objects.requireNonNull(server.httpAddress()), method, path);
    }

    private HttpResponse<String> send(InetSocketAddress address, String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Every sample by its name and labels, after the format was checked line by line. */
    private Map<String, Double> metrics(MemcachedServer server) throws Exception {
        HttpResponse<String> response = send(server, "GET", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).endsWith("\n");
        Map<String, Double> samples = new LinkedHashMap<>();
        String metric = "";
        String type = "";
        for (String line : response.body().lines().toList()) {
            if (line.startsWith("# HELP ")) {
                metric = line.split(" ", -1)[2];
                continue;
            }
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                assertThat(words[2]).isEqualTo(metric);
                type = words[3];
                assertThat(type).isIn("counter", "gauge", "histogram");
                assertThat(metric.endsWith("_total")).as(line).isEqualTo(type.equals("counter"));
                continue;
            }
            Matcher matcher = SAMPLE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            String name = matcher.group(1);
            List<String> names = type.equals("histogram")
                    ? List.of(metric + "_bucket", metric + "_sum", metric + "_count")
                    : List.of(metric);
            assertThat(names).contains(name);
            String labels = matcher.group(2) == null ? "" : matcher.group(2);
            double value =
                    matcher.group(3).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(matcher.group(3));
            assertThat(samples.put(name.replace("slabcache_server_", "") + labels, value))
                    .as(line)
                    .isNull();
        }
        return samples;
    }

    @Test
    void metrics_afterRequests_tellThem() throws Exception {
        try (MemcachedServer server = start();
                Wire wire = new Wire(server.port())) {
            for (int i = 0; i < 3; i++) {
                wire.send(request(0x11, 0, NO_EXTRAS, "k" + i, "v"));
            }
            wire.send(request(0x09, 0, "", "k0", "")
                    + request(0x09, 0, "", "none", "")
                    + request(0x14, 0, "", "k1", "")
                    + request(0x08, 0, "", "", "")
                    + request(0x55, 0, "", "", ""));
            wire.answers();

            Map<String, Double> metrics = metrics(server);
            assertThat(metrics)
                    .containsEntry("commands_total{command=\"set\",status=\"all\"}", 3.0)
                    .containsEntry("commands_total{command=\"get\",status=\"hit\"}", 1.0)
                    .containsEntry("commands_total{command=\"get\",status=\"miss\"}", 1.0)
                    .containsEntry("commands_total{command=\"delete\",status=\"hit\"}", 1.0)
                    .containsEntry("commands_total{command=\"flush\",status=\"all\"}", 1.0)
                    .containsEntry("connections", 1.0)
                    .containsEntry("connections_limit", 1024.0)
                    .containsEntry("limit_bytes", (double) (64 << 20))
                    .containsEntry("writes_total", 3.0)
                    .containsEntry("operation_duration_seconds_count{operation=\"set\"}", 3.0)
                    .containsEntry("operation_duration_seconds_count{operation=\"get\"}", 2.0)
                    .containsEntry("operation_duration_seconds_count{operation=\"delete\"}", 1.0)
                    .containsEntry("operation_duration_seconds_bucket{operation=\"set\",le=\"+Inf\"}", 3.0)
                    .containsKey("class_items{class=\"1\"}")
                    .containsKey("heap_used_bytes")
                    .containsKey("pending_output_bytes");
            assertThat(metrics.get("operation_duration_seconds_count{operation=\"other\"}"))
                    .isGreaterThanOrEqualTo(2);
            assertThat(metrics.get("operation_duration_seconds_sum{operation=\"set\"}"))
                    .isPositive()
                    .isLessThan(120);
            // a statistic that is reset goes on here
            wire.send(request(0x10, 0, "", "reset", ""));
            wire.answers();
            assertThat(metrics(server)).containsEntry("commands_total{command=\"set\",status=\"all\"}", 3.0);
        }
    }

    @Test
    void health_andOtherPaths() throws Exception {
        try (MemcachedServer server = start()) {
            HttpResponse<String> health = send(server, "GET", "/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).isEqualTo("{\"status\":\"up\"}\n");
            HttpResponse<String> head = send(server, "HEAD", "/metrics");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(send(server, "GET", "/").statusCode()).isEqualTo(404);
            assertThat(send(server, "POST", "/metrics").statusCode()).isEqualTo(405);
            assertThat(Objects.requireNonNull(server.httpAddress()).getAddress().isLoopbackAddress())
                    .isTrue();
        }
    }

    @Test
    void health_besideHalfARequest_isAnswered() throws Exception {
        try (MemcachedServer server = start();
                Socket slow = new Socket()) {
            slow.connect(Objects.requireNonNull(server.httpAddress()));
            slow.getOutputStream().write('G');
            assertThat(send(server, "GET", "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void health_whileItStops_saysSo() throws Exception {
        ServerSettings settings = ServerSettings.builder().port(0).build();
        try (Node node = Node.open(settings, StoreClock.system(), AccessRules.everybody());
                HttpEndpoint endpoint = HttpEndpoint.open(0, node.statistics())) {
            endpoint.announceStop();
            HttpResponse<String> health = send(endpoint.address(), "GET", "/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).isEqualTo("{\"status\":\"stopping\"}\n");
        }
    }

    @Test
    void start_withoutPort_listensNowhere() throws IOException {
        try (MemcachedServer server =
                MemcachedServer.start(ServerSettings.builder().port(0).build())) {
            assertThat(server.httpAddress()).isNull();
        }
    }

    @Test
    void start_portTaken_saysWhichAndLeavesNothingOpen() throws IOException {
        try (MemcachedServer server = start()) {
            int httpPort = Objects.requireNonNull(server.httpAddress()).getPort();
            assertThatThrownBy(() -> MemcachedServer.start(
                            ServerSettings.builder().port(0).httpPort(httpPort).build()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("HTTP")
                    .hasMessageContaining(Integer.toString(httpPort));
        }
    }
}
