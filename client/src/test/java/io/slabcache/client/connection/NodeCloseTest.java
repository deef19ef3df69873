package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeCloseTest {
    private static final Connector REFUSED = new Connector() {
        @Override
        public Connected connect(NodeAddress node) throws IOException {
            throw new IOException("refused");
        }

        @Override
        public void close() {}
    };
    private static final IoThread.Ticker NO_TICKS = new IoThread.Ticker() {
        @Override
        public void tick(long now) {}

        @Override
        public void ended() {}
    };

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void join_attemptHasToldAndItsThreadStillRuns_waits() throws Exception {
        IoThread io = new IoThread("node-close", NO_TICKS);
        io.start();
        try {
            ClientContext context = new ClientContext(
                    new TestSettings().build(),
                    REFUSED,
                    io,
                    task -> new Thread(() -> {
                        task.run();
                        told.countDown();
                        awaitQuietly(mayEnd);
                    }));
            Node node = new Node(context, new NodeAddress("localhost", 11211), 1);
            node.tick(System.nanoTime());
            told.await();
            node.close();

            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            Thread.currentThread().interrupt();
            // An interrupted thread cannot wait: that it tries to shows in the exception.
            assertThatThrownBy(() -> node.join(deadline)).isInstanceOf(InterruptedException.class);

            mayEnd.countDown();
            node.join(deadline);
            assertThat(Thread.interrupted()).isFalse();
        } finally {
            mayEnd.countDown();
            io.close();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
