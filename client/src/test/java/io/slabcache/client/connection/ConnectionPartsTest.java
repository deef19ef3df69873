package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The structures of a connection one by one. */
class ConnectionPartsTest {
    /** Takes as many bytes at a time as it is told. */
    private static final class Sink implements Transport {
        private final List<Byte> taken = new ArrayList<>();
        private int room;

        @Override
        public SocketChannel channel() {
            throw new UnsupportedOperationException("a sink has no channel");
        }

        @Override
        public int read(ByteBuffer target) {
            return 0;
        }

        @Override
        public boolean hasBufferedInput() {
            return false;
        }

        @Override
        public long write(ByteBuffer[] sources, int count) {
            long written = 0;
            for (int i = 0; i < count; i++) {
                while (sources[i].hasRemaining() && room > 0) {
                    taken.add(sources[i].get());
                    room--;
                    written++;
                }
            }
            return written;
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public void close() {
            room = 0;
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class Drain implements Transport {
        @Override
        public SocketChannel channel() {
            throw new UnsupportedOperationException("a drain has no channel");
        }

        @Override
        public int read(ByteBuffer target) {
            return 0;
        }

        @Override
        public boolean hasBufferedInput() {
            return false;
        }

        @Override
        public long write(ByteBuffer[] sources, int count) {
            long taken = 0;
            for (int i = 0; i < count; i++) {
                taken += sources[i].remaining();
                sources[i].position(sources[i].limit());
            }
            return taken;
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    @Test
    void outputQueue_socketTakesLittle_sendsAllInOrder() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ReentrantLock lock = new ReentrantLock();
        OutputQueue queue = new OutputQueue(lock);
        Sink sink = new Sink();
        List<Byte> expected = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(round % 50 == 0 ? 300_000 : 2000)];
            random.nextBytes(bytes);
            for (byte b : bytes) {
                expected.add(b);
            }
            lock.lock();
            try {
                queue.put(bytes);
                queue.count(bytes.length);
            } finally {
                lock.unlock();
            }
            sink.room = random.nextInt(5000);
            boolean all = queue.flush(sink);
            assertThat(queue.isBlocked()).as("seed=" + seed).isEqualTo(!all);
            assertThat(queue.written()).as("seed=" + seed).isEqualTo(sink.taken.size());
        }
        sink.room = Integer.MAX_VALUE;
        assertThat(queue.flush(sink)).isTrue();
        assertThat(queue.isPending()).isFalse();
        assertThat(sink.taken.equals(expected)).as("seed=" + seed).isTrue();
    }

    @Test
    void outputQueue_largeValuesOneAfterAnother_useTheSameMemory() throws Exception {
        int[] allocated = new int[1];
        ReentrantLock lock = new ReentrantLock();
        OutputQueue queue = new OutputQueue(lock, () -> {
            allocated[0]++;
            return ByteBuffer.allocate(OutputQueue.CHUNK_SIZE);
        });
        byte[] large = new byte[1024 * 1024];
        byte[] burst = new byte[(OutputQueue.SPARE_CHUNKS + 8) * OutputQueue.CHUNK_SIZE];
        for (int i = 0; i < 10; i++) {
            send(queue, lock, large);
        }
        assertThat(allocated[0]).isEqualTo(large.length / OutputQueue.CHUNK_SIZE);
        // What exceeds the spare chunks is let go: the memory is bounded.
        send(queue, lock, burst);
        assertThat(allocated[0]).isEqualTo(OutputQueue.SPARE_CHUNKS + 8);
        send(queue, lock, burst);
        assertThat(allocated[0]).isEqualTo(OutputQueue.SPARE_CHUNKS + 8 + 8);
    }

    private static void send(OutputQueue queue, ReentrantLock lock, byte[] bytes) throws IOException {
        lock.lock();
        try {
            queue.put(bytes);
            queue.count(bytes.length);
        } finally {
            lock.unlock();
        }
        Transport drain = new Drain();
        assertThat(queue.flush(drain)).isTrue();
    }

    @Test
    void outputQueue_room_neverLessThanAsked() {
        OutputQueue queue = new OutputQueue(new ReentrantLock());
        for (int i = 0; i < 1000; i++) {
            ByteBuffer room = queue.room(300);
            assertThat(room.remaining()).isGreaterThanOrEqualTo(300);
            room.position(room.position() + 200 + i % 100);
        }
    }

    @Test
    void inFlight_filledAndEmptiedOften_keepsTheOrder() {
        InFlight inFlight = new InFlight(5);
        long added = 0;
        long removed = 0;
        Random random = new Random(1);
        List<Request> expected = new ArrayList<>();
        for (int step = 0; step < 10_000; step++) {
            if (random.nextBoolean() && !inFlight.isFull()) {
                SingleRequest request = new SingleRequest();
                inFlight.add(request);
                expected.add(request);
                added++;
            } else if (!inFlight.isEmpty()) {
                assertThat(inFlight.fromNewest(0)).isSameAs(expected.get(expected.size() - 1));
                assertThat(inFlight.oldest()).isSameAs(expected.remove(0));
                inFlight.removeOldest();
                removed++;
            }
            assertThat(inFlight.size()).isEqualTo((int) (added - removed)).isLessThanOrEqualTo(5);
        }
        while (!inFlight.isEmpty()) {
            inFlight.removeOldest();
        }
        assertThat(inFlight.oldest()).isNull();
        assertThat(inFlight.fromNewest(0)).isNull();
    }

    @Test
    void requestPool_givenBack_isUsedAgainByTheSameThreadAlone() throws InterruptedException {
        RequestPool pool = new RequestPool();
        SingleRequest first = pool.take();
        assertThat(pool.take()).isNotSameAs(first);
        pool.give(first);
        assertThat(pool.take()).isSameAs(first);
        assertThat(pool.take()).isNotSameAs(first);
    }

    @Test
    void request_states_endOnce() {
        SingleRequest request = new SingleRequest();
        request.prepare(Thread.currentThread(), true, null, 0);
        assertThat(request.promote()).isTrue();
        assertThat(request.promote()).isFalse();
        assertThat(request.abandon()).isFalse();
        assertThat(request.end(Request.DONE)).isTrue();

        request.prepare(Thread.currentThread(), true, null, 0);
        assertThat(request.abandon()).isTrue();
        assertThat(request.end(Request.DONE)).isFalse();
        assertThat(request.state()).isEqualTo(Request.ABANDONED);

        request.prepare(Thread.currentThread(), true, null, 0, Request.PENDING);
        assertThat(request.promote()).isFalse();
        request.attend();
        assertThat(request.state()).isEqualTo(Request.WAITING);
        request.leaveForLater();
        assertThat(request.state()).isEqualTo(Request.PENDING);
        assertThat(request.end(Request.FAILED)).isTrue();
    }

    @Test
    void casTokens_otherEpoch_neverMatch() {
        assertThat(CasTokens.mask(0)).isZero();
        for (long epoch = 0; epoch < 100; epoch++) {
            long mask = CasTokens.mask(epoch);
            assertThat(CasTokens.expose(0, mask)).isZero();
            assertThat(CasTokens.unmask(0, mask)).isZero();
            for (long token = 1; token < 100; token++) {
                long exposed = CasTokens.expose(token, mask);
                assertThat(CasTokens.unmask(exposed, mask)).isEqualTo(token);
                long later = CasTokens.unmask(exposed, CasTokens.mask(epoch + 1));
                assertThat(Long.compareUnsigned(later, 1L << 40)).isPositive();
            }
        }
    }
}
