package io.slabcache.examples.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the application over HTTP. */
final class Visitor {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern MEASUREMENT = Pattern.compile("\"value\":([0-9.E+-]+)");

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final URI root;

    Visitor(int port) {
        root = URI.create("http://127.0.0.1:" + port);
    }

    Page get(String path) {
        return send(request(path).GET().build());
    }

    Page post(String path, String form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    Page delete(String path) {
        return send(request(path).DELETE().build());
    }

    /** Returns what Actuator says of a metric. */
    double metric(String nameAndTags) {
        Page answer = get("/actuator/metrics/" + nameAndTags);
        Matcher measurement = MEASUREMENT.matcher(answer.text());
        if (answer.status() != 200 || !measurement.find()) {
            throw new AssertionError("the metric must be there: metric=" + nameAndTags + ", answer=" + answer);
        }
        return Double.parseDouble(measurement.group(1));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE);
    }

    private Page send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Page(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
