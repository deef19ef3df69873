package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCutterTest {
    private static final byte[] KEY = {'k'};

    private static int setLength(int valueLength) {
        return FrameLayout.frameLength(FrameLayout.STORE_EXTRAS_LENGTH, KEY.length, valueLength);
    }

    /** Requests of these value lengths one behind the other. */
    private static ByteBuffer requests(List<Integer> valueLengths) {
        int length = 0;
        for (int valueLength : valueLengths) {
            length += setLength(valueLength);
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (int valueLength : valueLengths) {
            RequestEncoder.store(out, Opcode.SET, 1, 0, KEY, 0, 0, new byte[valueLength]);
        }
        return out.flip();
    }

    /** Cuts everything, each source as far as it goes, and returns the lengths. */
    private static List<Integer> cut(ByteBuffer... sources) {
        RecordCutter cutter = new RecordCutter();
        List<Integer> records = new ArrayList<>();
        for (int length = cutter.next(sources, sources.length);
                length > 0;
                length = cutter.next(sources, sources.length)) {
            int left = length;
            for (ByteBuffer source : sources) {
                int part = Math.min(left, source.remaining());
                source.position(source.position() + part);
                left -= part;
            }
            cutter.taken(length);
            records.add(length);
        }
        return records;
    }

    @Test
    void next_smallRequests_shareARecord() {
        assertThat(cut(requests(List.of(0, 10, 100)))).containsExactly(setLength(0) + setLength(10) + setLength(100));
    }

    @Test
    void next_requestThatDoesNotFit_beginsTheNextRecord() {
        assertThat(cut(requests(List.of(10_000, 6_000, 10))))
                .containsExactly(setLength(10_000), setLength(6_000) + setLength(10));
    }

    @Test
    void next_longRequest_hasItsRecordsForItself() {
        int rest = setLength(40_000) - 2 * RecordCutter.MAX_LENGTH;
        assertThat(cut(requests(List.of(5, 40_000, 5))))
                .containsExactly(setLength(5), RecordCutter.MAX_LENGTH, RecordCutter.MAX_LENGTH, rest, setLength(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version\r\n", "x"})
    void next_noRequest_isTakenAsItIs(String text) {
        assertThat(cut(ByteBuffer.wrap(text.getBytes(US_ASCII)))).containsExactly(text.length());
    }

    @Test
    void next_nothing_isNothing() {
        assertThat(cut()).isEmpty();
        assertThat(cut(ByteBuffer.allocate(0))).isEmpty();
    }

    @Test
    void next_anyRequestsOverAnySources_endsRecordsWithRequests() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Integer> lengths = new ArrayList<>();
            TreeSet<Integer> ends = new TreeSet<>();
            int total = 0;
            for (int i = 0; i < 60; i++) {
                int length = random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(600);
                lengths.add(length);
                total += setLength(length);
                ends.add(total);
            }
            ByteBuffer all = requests(lengths);
            List<ByteBuffer> sources = new ArrayList<>();
            for (int at = 0; at < total; ) {
                int end = Math.min(total, at + random.nextInt(random.nextBoolean() ? 30 : 70_000));
                sources.add(all.duplicate().position(at).limit(end));
                at = end;
            }
            int at = 0;
            for (int record : cut(sources.toArray(new ByteBuffer[0]))) {
                assertThat(record).as("seed=%d", seed).isBetween(1, RecordCutter.MAX_LENGTH);
                boolean beginsInside = at > 0 && !ends.contains(at);
                Integer end = ends.higher(at);
                if (beginsInside) {
                    assertThat(at + record).as("seed=%d, at=%d", seed, at).isLessThanOrEqualTo(end);
                } else if (!ends.contains(at + record)) {
                    assertThat(at + record).as("seed=%d, at=%d", seed, at).isLessThan(end);
                }
                at += record;
            }
            assertThat(at).as("seed=%d", seed).isEqualTo(total);
        }
    }
}
