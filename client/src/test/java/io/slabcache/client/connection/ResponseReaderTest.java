package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** How much of what arrives is dealt with at once. */
class ResponseReaderTest {
    private static final int VALUE_LENGTH = 64 * 1024 * 1024;

    /** An answer that is longer than anybody may read without looking up. */
    private static final class Flood implements Transport {
        private final ByteBuffer head = ByteBuffer.allocate(FrameLayout.HEADER_LENGTH + FrameLayout.FLAGS_LENGTH)
                .put(FrameLayout.MAGIC_OFFSET, (byte) 0x81)
                .put(FrameLayout.EXTRAS_LENGTH_OFFSET, (byte) FrameLayout.FLAGS_LENGTH)
                .putInt(FrameLayout.BODY_LENGTH_OFFSET, FrameLayout.FLAGS_LENGTH + VALUE_LENGTH);
        private long left = (long) head.remaining() + VALUE_LENGTH;

        /** How many times {@link #read} is told that there is more than the selector knows of. */
        private int buffered;

        private int reads;

        @Override
        public SocketChannel channel() {
            throw new UnsupportedOperationException("a flood has no channel");
        }

        @Override
        public int read(ByteBuffer target) {
            reads++;
            int length = (int) Math.min(target.remaining(), left);
            left -= length;
            int of = Math.min(length, head.remaining());
            target.put(target.position(), head, head.position(), of);
            head.position(head.position() + of);
            target.position(target.position() + length);
            return length;
        }

        @Override
        public boolean hasBufferedInput() {
            return reads < buffered;
        }

        @Override
        public long write(ByteBuffer[] sources, int count) {
            throw new UnsupportedOperationException("a flood takes nothing");
        }

        @Override
        public boolean flush() {
            return true;
        }

        @Override
        public void close() {
            left = 0;
        }
    }

    private final Flood flood = new Flood();
    private final InFlight inFlight = new InFlight(1);
    private final SingleRequest request = new SingleRequest().ask(Opcode.GET, new byte[] {'k'});
    private final ResponseReader reader =
            new ResponseReader(flood, inFlight, new NodeCounters(), new EndedRequests(), VALUE_LENGTH, 0);

    private int readOnce() throws IOException {
        int before = flood.reads;
        reader.read();
        return flood.reads - before;
    }

    @Test
    void read_inputDoesNotCease_comesBackAfterAWhile() throws IOException {
        request.prepare(Thread.currentThread(), true, null, 0);
        inFlight.add(request);
        int calls = 0;
        while (!request.isEnded()) {
            assertThat(readOnce()).isLessThanOrEqualTo(16);
            calls++;
        }
        assertThat(calls).isGreaterThanOrEqualTo(VALUE_LENGTH / (16 * 64 * 1024));
        assertThat(request.resultValue()).hasSize(VALUE_LENGTH);
    }

    @Test
    void read_inputThatNoSelectorTellsOf_isTakenAllTheSame() throws IOException {
        request.prepare(Thread.currentThread(), true, null, 0);
        inFlight.add(request);
        flood.buffered = 100;
        assertThat(readOnce()).isEqualTo(100);
        assertThat(readOnce()).isEqualTo(16);
    }
}
