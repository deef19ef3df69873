package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.ConnectionLostException;
import io.slabcache.client.Discovery;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An Error that is thrown while a connection is served costs that connection, never the thread that serves it. */
@Timeout(60)
class InputErrorTest {
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final byte[] VALUE = "value".getBytes(UTF_8);

    private final FakeMemcached faulty = FakeMemcached.start();
    private final FakeMemcached sane = FakeMemcached.start();

    /** How many of the next reads from the faulty server throw. */
    private final AtomicInteger errors = new AtomicInteger();

    private MemcachedClient client;

    @BeforeEach
    void open() {
        TestSettings settings = new TestSettings()
                .discovery(Discovery.fixed(
                        List.of(new Discovery.Node(faulty.address(), 1), new Discovery.Node(sane.address(), 1))));
        SocketConnector connector = settings.connector();
        client = ClientFactory.open(settings.build(), new Connector() {
                    @Override
                    public Connected connect(NodeAddress node) throws IOException {
                        Connected connected = connector.connect(node);
                        return node.equals(faulty.address())
                                ? new Connected(
                                        new FaultyTransport(connected.transport()),
                                        connected.version(),
                                        connected.maxItemSize())
                                : connected;
                    }

                    @Override
                    public void close() {
                        connector.close();
                    }
                })
                .withTimeout(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        client.close();
        sane.close();
        faulty.close();
    }

    /** Throws when it is to. */
    private final class FaultyTransport implements Transport {
        private final Transport delegate;

        FaultyTransport(Transport delegate) {
            this.delegate = delegate;
        }

        @Override
        public SocketChannel channel() {
            return delegate.channel();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int length = delegate.read(target);
            if (length > 0 && errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new StackOverflowError("thrown by a test");
            }
            return length;
        }

        @Override
        public boolean hasBufferedInput() {
            return delegate.hasBufferedInput();
        }

        @Override
        public long write(ByteBuffer[] sources, int count) throws IOException {
            return delegate.write(sources, count);
        }

        @Override
        public boolean flush() throws IOException {
            return delegate.flush();
        }

        @Override
        public void close() throws IOException {
            delegate.close();
        }
    }

    private void assertServes(MemcachedClient node) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(MemcachedException.class)
                .until(() -> node.set(KEY, VALUE, 0, 0).isDone());
        assertThat(node.async().get(KEY)).succeedsWithin(Duration.ofSeconds(20));
    }

    /** Complaint 2. */
    @Test
    void ioThread_errorWhileReading_losesTheConnectionAndGoesOn() {
        MemcachedClient mad = client.on(faulty.address());
        MemcachedClient other = client.on(sane.address());
        for (int i = 0; i < 5; i++) {
            assertServes(mad);
            CountDownLatch latch = new CountDownLatch(1);
            faulty.onItems(request -> Reaction.after(latch));
            List<CompletableFuture<Item>> stages = List.of(
                    mad.async().get(KEY).toCompletableFuture(),
                    mad.async().get(KEY).toCompletableFuture());
            errors.set(1);
            latch.countDown();
            for (CompletableFuture<Item> stage : stages) {
                assertThat(stage)
                        .failsWithin(Duration.ofSeconds(20))
                        .withThrowableThat()
                        .withCauseInstanceOf(ConnectionLostException.class)
                        .withMessageContaining("thrown by a test");
            }
            faulty.behave();
            assertServes(other);
        }
        assertServes(mad);
        assertThat(client.metrics().get(0).connectionLosses()).isEqualTo(5);
    }

    /** Complaint 2. */
    @Test
    void caller_errorWhileReading_losesTheConnectionAndTellsTheOthers() {
        MemcachedClient mad = client.on(faulty.address());
        assertServes(mad);
        CountDownLatch latch = new CountDownLatch(1);
        faulty.onItems(request -> Reaction.after(latch));
        CompletableFuture<Item> before = mad.async().get(KEY).toCompletableFuture();
        errors.set(1);
        latch.countDown();
        // Whoever leads meets it: the I/O thread for the stage, or this one for both.
        assertThatThrownBy(() -> {
                    mad.get(KEY);
                    before.join();
                })
                .isNotNull();
        assertThat(before).failsWithin(Duration.ofSeconds(20));
        faulty.behave();
        assertServes(mad);
    }
}
