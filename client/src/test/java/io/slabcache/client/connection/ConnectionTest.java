package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection whose transport and whose other end are in the test's hands. */
@Timeout(60)
class ConnectionTest {
    /** More than the buffers of both sockets hold. */
    private static final int LARGE = 16 * 1024 * 1024;

    private TestConnection test;

    @BeforeEach
    void open() throws IOException {
        test = new TestConnection();
    }

    @AfterEach
    void close() throws IOException {
        test.close();
    }

    @Test
    void write_failsAfterTheBytesHaveLeft_requestCountsAsSent() throws IOException {
        test.transport.afterWrite(() -> {
            throw new IOException("reset by the test");
        });
        SingleRequest request = test.append(TestConnection.noop(), null);
        test.connection.await(request);
        assertThat(request.state()).isEqualTo(Request.FAILED);
        assertThat(test.receiveHeader()).isNotEmpty();
        assertThat(request.sent).isTrue();
    }

    @Test
    void close_whileBytesLeave_requestCountsAsSent() throws IOException {
        SingleRequest request = TestConnection.noop();
        // The other thread's end of the connection, before the writing one has come back from the socket.
        test.transport.afterWrite(() -> {
            test.transport.afterWrite(() -> {});
            test.connection.close(new IOException("closed by the test"));
        });
        test.append(request, null);
        test.connection.push(request);
        assertThat(request.state()).isEqualTo(Request.FAILED);
        assertThat(test.receiveHeader()).isNotEmpty();
        assertThat(request.sent).isTrue();
    }

    @Test
    void close_socketWasFull_whatWasNotTakenCountsAsNotSent() {
        SingleRequest large = test.append(TestConnection.set(LARGE), null);
        test.connection.push(large);
        SingleRequest behind = test.append(TestConnection.noop(), null);
        test.connection.push(behind);
        assertThat(test.connection.mayReachNode(behind)).isTrue();
        test.connection.close(new IOException("closed by the test"));
        assertThat(large.sent).isTrue();
        assertThat(behind.sent).isFalse();
        assertThat(test.connection.mayReachNode(large)).isTrue();
        assertThat(test.connection.mayReachNode(behind)).isFalse();
    }
}
