package io.slabcache.client.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The kit's own real server. */
class RealMemcachedTest {
    @Test
    void server_restarted_isEmptyOnTheSamePort() throws IOException {
        try (RealMemcached server = RealMemcached.start()) {
            assertThat(ask(server, "set key 0 0 1\r\nv\r\n")).isEqualTo("STORED\r\n");
            assertThat(ask(server, "get key\r\n")).startsWith("VALUE key 0 1\r\n");
            int port = server.port();
            server.restart();
            assertThat(server.port()).isEqualTo(port);
            assertThat(ask(server, "get key\r\n")).isEqualTo("END\r\n");
        }
    }

    @Test
    void server_suspended_acceptsAndDoesNotAnswerUntilItIsResumed() throws IOException {
        try (RealMemcached server = RealMemcached.start()) {
            server.suspend();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(50);
                socket.getOutputStream().write("version\r\n".getBytes(US_ASCII));
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                server.resume();
                socket.setSoTimeout(10_000);
                assertThat(socket.getInputStream().read()).isEqualTo('V');
            }
            server.suspend();
        }
    }

    @Test
    void server_stopped_refusesConnections() {
        try (RealMemcached server = RealMemcached.start("-vv")) {
            Path process = Path.of("/proc", Long.toString(server.pid()));
            assertThat(process).exists();
            assertThat(server.output()).contains("slab class");
            server.stop();
            assertThat(server.isRunning()).isFalse();
            assertThat(Files.exists(process)).isFalse();
            assertThatThrownBy(() -> ask(server, "version\r\n")).isInstanceOf(ConnectException.class);
            server.stop();
        }
    }

    @Test
    void server_unknownArgument_failsWithWhatMemcachedSaid() {
        RealMemcached.requireInstalled();
        assertThatThrownBy(() -> {
                    try (RealMemcached server = RealMemcached.start("--no-such-option")) {
                        server.pid();
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-option");
    }

    private static String ask(RealMemcached server, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(command.getBytes(US_ASCII));
            byte[] answer = new byte[256];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), US_ASCII);
        }
    }
}
