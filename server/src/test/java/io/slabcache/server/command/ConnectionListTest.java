package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.stats.ConnectionFigure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of connections, however many they are and however slowly it is taken. */
class ConnectionListTest {
    private static final int CONNECTIONS = 10_000;
    private static final int FULL = 16 << 10;

    @Test
    void proceed_manyConnections_writesNoMoreThanIsTakenAndTellsAll() {
        ConnectionList list = new ConnectionList(IntStream.range(0, CONNECTIONS)
                .mapToObj(number -> new ConnectionFigure(number, "tcp:a:1", "tcp:b:2", "conn_read", 3))
                .iterator());
        ByteBuffer nothing = ByteBuffer.allocate(0);
        StringBuilder told = new StringBuilder();
        boolean blocked = false;
        TakenOutput out = new TakenOutput();
        while (!list.isDone()) {
            if (list.proceed(nothing, out) == Progress.BLOCKED) {
                blocked = true;
                told.append(out.text());
                out = new TakenOutput();
            }
        }
        told.append(out.text());
        assertThat(blocked).isTrue();
        assertThat(told.toString().lines()).hasSize(4 * CONNECTIONS + 1).endsWith("END");
        assertThat(told.toString().lines())
                .startsWith(
                        "STAT 0:addr tcp:a:1",
                        "STAT 0:listen_addr tcp:b:2",
                        "STAT 0:state conn_read",
                        "STAT 0:secs_since_last_cmd 3");
    }

    /** Has room for little more than what makes it full. */
    private static final class TakenOutput implements Output {
        private final ByteBuffer buffer = ByteBuffer.allocate(FULL + (4 << 10));

        @Override
        public ByteBuffer room(int length) {
            if (buffer.remaining() < length) {
                throw new AssertionError("no more is to be written once the output is full: length=" + length);
            }
            return buffer;
        }

        @Override
        public boolean affords(int length) {
            return true;
        }

        @Override
        public boolean isFull() {
            return buffer.position() >= FULL;
        }

        @Override
        public boolean leave(Workplace place, Detour.Work work) {
            throw new AssertionError("nothing takes long here");
        }

        String text() {
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        }
    }
}
