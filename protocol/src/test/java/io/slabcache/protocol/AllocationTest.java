package io.slabcache.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The paths that every operation takes allocate nothing. */
class AllocationTest {
    private static final int ROUNDS = 20_000;

    /** For class loading and the measurement itself; one byte per round would be more. */
    private static final long SLACK = ROUNDS - 1;

    private final byte[] key = "some:key".getBytes(StandardCharsets.US_ASCII);
    private final byte[] value = new byte[100];
    private final byte[] target = new byte[100];
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1024);
    private final RequestDecoder requests = new RequestDecoder(1 << 20);
    private final ResponseDecoder responses = new ResponseDecoder(1 << 20);
    private final MetadumpDecoder metadump = new MetadumpDecoder();
    private final byte[] line =
            "key=a%20b exp=-1 la=1795352583 cas=2 fetch=no cls=1 size=66\n".getBytes(StandardCharsets.US_ASCII);
    private final TextRequestDecoder texts = new TextRequestDecoder();
    private final byte[] textCommands =
            "get a b\r\nset a 1 2 3\r\nabc\r\nincr a 5\r\nmg YWI= b v k O1 T5\r\nms a 1 T5\r\nx\r\nfoo\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private long sink;

    private void getRequest() {
        buffer.clear();
        RequestEncoder.get(buffer, Opcode.GET, 7, key);
        requests.decode(buffer.flip());
        sink += requests.opaque() + requests.keyLength() + (requests.keyEquals(key) ? 1 : 0);
        sink += requests.verdict() == Status.SUCCESS ? 1 : 0;
    }

    private void setRequest() {
        buffer.clear();
        RequestEncoder.store(buffer, Opcode.SETQ, 7, 1, key, 3, 4, value);
        requests.decode(buffer.flip());
        sink += requests.clientFlags() + requests.exptime() + requests.casToken();
    }

    private void hitResponse() {
        buffer.clear();
        ResponseEncoder.hit(buffer, Opcode.GETK, 7, 9, 1, key, value);
        responses.decode(buffer.flip());
        responses.copyValueTo(target, 0);
        sink += responses.casToken() + responses.clientFlags() + responses.endOffset();
        sink += responses.status() == Status.SUCCESS && responses.opcode() == Opcode.GETK ? 1 : 0;
    }

    private void missResponse() {
        buffer.clear();
        ResponseEncoder.miss(buffer, Opcode.GET, 7, key);
        responses.decode(buffer.flip());
        sink += responses.status() == Status.KEY_NOT_FOUND ? 1 : 0;
    }

    private void metadumpLine() {
        buffer.clear();
        buffer.put(line).flip();
        sink += metadump.decode(buffer) == MetadumpState.ITEM ? metadump.casToken() : 0;
    }

    private void textCommands() {
        buffer.clear();
        buffer.put(textCommands).flip();
        TextRequestState state = texts.decode(buffer);
        while (state != TextRequestState.INCOMPLETE) {
            if (state != TextRequestState.REFUSED && state != TextRequestState.DATA) {
                texts.copyKeyTo(target, 0);
                sink += texts.command().shape() == TextShape.META ? texts.meta().exptime() : texts.delta();
            }
            state = texts.decode(buffer);
        }
    }

    private void textAnswers() {
        buffer.clear();
        TextResponseEncoder.valueHead(buffer, key, 0, key.length, 3, value.length, 99);
        TextResponseEncoder.lineEnd(buffer);
        TextResponseEncoder.reply(buffer, TextReply.END);
        TextResponseEncoder.counter(buffer, -1);
        TextResponseEncoder.metaValue(buffer, value.length);
        TextResponseEncoder.metaNumber(buffer, 'c', 99);
        TextResponseEncoder.lineEnd(buffer);
        sink += buffer.position();
    }

    @Test
    void codecs_everyRound_allocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(threads.isThreadAllocatedMemorySupported()).isTrue();
        threads.setThreadAllocatedMemoryEnabled(true);
        for (Runnable path : new Runnable[] {
            this::getRequest,
            this::setRequest,
            this::hitResponse,
            this::missResponse,
            this::metadumpLine,
            this::textCommands,
            this::textAnswers
        }) {
            for (int i = 0; i < ROUNDS; i++) {
                path.run();
            }
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < ROUNDS; i++) {
                path.run();
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(allocated).as("bytes in %d rounds", ROUNDS).isLessThanOrEqualTo(SLACK);
        }
        assertThat(sink).isNotZero();
    }
}
