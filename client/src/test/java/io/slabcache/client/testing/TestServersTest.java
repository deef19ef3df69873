package io.slabcache.client.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.FrameState;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.ResponseDecoder;
import io.slabcache.protocol.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The kit's own servers and proxy do what their tests rely on. */
class TestServersTest {
    private static final byte[] KEY = "key".getBytes(US_ASCII);
    private static final byte[] VALUE = "value".getBytes(US_ASCII);

    @Test
    void scriptedServer_unexpectedBytes_failsWhenItIsClosed() throws IOException {
        ScriptedServer server = ScriptedServer.start(conversation -> conversation.expect("ask\r\n"));
        try (Socket socket = connect(server.address())) {
            send(socket, "say\r\n".getBytes(US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(server::close).isInstanceOf(AssertionError.class).hasMessageContaining("expected");
    }

    @Test
    void scriptedServer_severalScripts_runOnePerConnectionAndTheLastForTheRest() throws IOException {
        CountDownLatch told = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(
                conversation -> {
                    assertThat(conversation.readLine()).isEqualTo("go\r\n");
                    conversation.await(told);
                    conversation.answer("first");
                },
                conversation -> conversation.answer("other" + conversation.number()))) {
            try (Socket first = connect(server.address());
                    Socket second = connect(server.address());
                    Socket third = connect(server.address())) {
                send(first, "go\r\n".getBytes(US_ASCII));
                told.countDown();
                assertThat(readAll(first)).isEqualTo("first");
                assertThat(readAll(second)).isEqualTo("other1");
                assertThat(readAll(third)).isEqualTo("other2");
            }
            assertThat(server.accepted()).isEqualTo(3);
        }
    }

    @Test
    void fakeMemcached_wellBehaved_storesAndRetrieves() throws IOException {
        try (FakeMemcached server = FakeMemcached.start();
                Socket socket = connect(server.address())) {
            assertThat(exchange(socket, set(7)).status()).isEqualTo(Status.SUCCESS);
            ResponseDecoder hit = exchange(socket, get(8));
            assertThat(hit.copyValue()).isEqualTo(VALUE);
            assertThat(hit.opaque()).isEqualTo(8);
            assertThat(server.stored(KEY)).isEqualTo(VALUE);
            assertThat(server.itemRequests()).extracting(FakeRequest::opcode).containsExactly(Opcode.SET, Opcode.GET);
        }
    }

    @Test
    void fakeMemcached_toldTo_misbehaves() throws IOException {
        try (FakeMemcached server = FakeMemcached.start()) {
            server.onItems(request -> Reaction.WRONG_OPAQUE);
            try (Socket socket = connect(server.address())) {
                assertThat(exchange(socket, get(8)).opaque()).isEqualTo(~8);
            }
            server.onItems(request -> Reaction.cutAfter(5));
            try (Socket socket = connect(server.address())) {
                send(socket, get(8));
                assertThat(socket.getInputStream().readAllBytes()).hasSize(5);
            }
            server.onItems(request -> Reaction.SWALLOW);
            try (Socket socket = connect(server.address())) {
                send(socket, get(8));
                socket.setSoTimeout(20);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
            server.onItems(request -> Reaction.RESET);
            try (Socket socket = connect(server.address())) {
                send(socket, get(8));
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void fakeMemcached_earlyRule_answersBeforeTheBody() throws IOException {
        try (FakeMemcached server = FakeMemcached.start();
                Socket socket = connect(server.address())) {
            server.onHeader(request -> request.opcode() == Opcode.SET ? Reaction.error(Status.TOO_LARGE) : null);
            byte[] request = set(7);
            send(socket, Arrays.copyOf(request, FrameLayout.HEADER_LENGTH));
            assertThat(receive(socket).status()).isEqualTo(Status.TOO_LARGE);
            send(socket, Arrays.copyOfRange(request, FrameLayout.HEADER_LENGTH, request.length));
            assertThat(exchange(socket, get(8)).status()).isEqualTo(Status.KEY_NOT_FOUND);
        }
    }

    @Test
    void proxy_cutAfter_cutsInMidResponse() throws IOException {
        try (FakeMemcached server = FakeMemcached.start();
                TcpProxy proxy = TcpProxy.to(server.address())) {
            try (Socket socket = connect(proxy.address())) {
                assertThat(exchange(socket, set(7)).status()).isEqualTo(Status.SUCCESS);
                proxy.cutAfter(FrameLayout.HEADER_LENGTH + 2);
                send(socket, get(8));
                assertThat(socket.getInputStream().readAllBytes()).hasSize(FrameLayout.HEADER_LENGTH + 2);
            }
            try (Socket socket = connect(proxy.address())) {
                assertThat(exchange(socket, get(8)).status()).isEqualTo(Status.SUCCESS);
            }
        }
    }

    @Test
    void proxy_held_passesNothingUntilItIsReleased() throws IOException {
        try (FakeMemcached server = FakeMemcached.start();
                TcpProxy proxy = TcpProxy.to(server.address());
                Socket socket = connect(proxy.address())) {
            proxy.hold();
            send(socket, get(8));
            socket.setSoTimeout(20);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            proxy.release();
            socket.setSoTimeout(10_000);
            assertThat(receive(socket).opaque()).isEqualTo(8);
        }
    }

    @Test
    void proxy_refusing_isReachableAgainOnTheSamePort() throws IOException {
        try (FakeMemcached server = FakeMemcached.start();
                TcpProxy proxy = TcpProxy.to(server.address())) {
            proxy.refuse();
            assertThatThrownBy(() -> connect(proxy.address())).isInstanceOf(ConnectException.class);
            proxy.listen();
            try (Socket socket = connect(proxy.address())) {
                assertThat(exchange(socket, get(8)).status()).isEqualTo(Status.KEY_NOT_FOUND);
                proxy.cut();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    private static Socket connect(NodeAddress address) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static byte[] get(int opaque) {
        ByteBuffer out = ByteBuffer.allocate(64);
        RequestEncoder.get(out, Opcode.GET, opaque, KEY);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] set(int opaque) {
        ByteBuffer out = ByteBuffer.allocate(64);
        RequestEncoder.store(out, Opcode.SET, opaque, 0, KEY, 0, 0, VALUE);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static ResponseDecoder exchange(Socket socket, byte[] request) throws IOException {
        send(socket, request);
        return receive(socket);
    }

    private static ResponseDecoder receive(Socket socket) throws IOException {
        byte[] header = socket.getInputStream().readNBytes(FrameLayout.HEADER_LENGTH);
        ResponseDecoder decoder = new ResponseDecoder(1024);
        decoder.decode(ByteBuffer.wrap(header));
        byte[] frame = Arrays.copyOf(header, decoder.frameLength());
        assertThat(socket.getInputStream().readNBytes(frame, header.length, frame.length - header.length))
                .isEqualTo(frame.length - header.length);
        assertThat(decoder.decode(ByteBuffer.wrap(frame))).isEqualTo(FrameState.COMPLETE);
        return decoder;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
}
