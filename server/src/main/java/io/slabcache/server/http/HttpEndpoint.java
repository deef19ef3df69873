package io.slabcache.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slabcache.server.stats.NodeStatistics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /metrics} and {@code /health} on a port of the loopback address, by threads of its own. */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int NO_BODY = -1;
    private static final int IDLE_SECONDS = 10;

    /** One who sends half a request holds a thread: a few, for the sake of who asks for the health. */
    private static final int THREADS = 4;

    private static final String JSON = "application/json";
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;
    private final MetricsPage page;
    private volatile boolean stopping;

    private HttpEndpoint(HttpServer server, NodeStatistics statistics) {
        this.server = server;
        this.page = new MetricsPage(statistics);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), run -> {
                    Thread thread = new Thread(run, "slabcache-server-http");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /**
     * Begins to serve.
     *
     * @param port the port, 0 for one that is free
     * @param statistics the node's figures
     * @return the endpoint
     * @throws IOException if the port cannot be had
     */
    public static HttpEndpoint open(int port, NodeStatistics statistics) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer server;
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("cannot listen for HTTP: address=" + address + ", cause=" + e, e);
        }
        HttpEndpoint endpoint = new HttpEndpoint(server, statistics);
        server.setExecutor(endpoint.threads);
        server.createContext("/", endpoint::answer);
        server.start();
        LOG.info("metrics and health over HTTP: address={}", endpoint.address());
        return endpoint;
    }

    /**
     * Returns where requests are served.
     *
     * @return the address with the port that was chosen
     */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Has {@code /health} say from now on that the server is not to be used any more. */
    public void announceStop() {
        stopping = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, METHOD_NOT_ALLOWED, PLAIN, "only GET and HEAD\n");
                return;
            }
            switch (path) {
                case "/metrics" -> send(exchange, OK, MetricsText.CONTENT_TYPE, page.text());
                case "/health" ->
                    send(
                            exchange,
                            stopping ? UNAVAILABLE : OK,
                            JSON,
                            stopping ? "{\"status\":\"stopping\"}\n" : "{\"status\":\"up\"}\n");
                default -> send(exchange, NOT_FOUND, PLAIN, "there are /metrics and /health\n");
            }
        } catch (RuntimeException e) {
            // the store may have been closed meanwhile
            LOG.debug("a request over HTTP failed", e);
            throw e;
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? NO_BODY : bytes.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    /** Stops to serve at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
