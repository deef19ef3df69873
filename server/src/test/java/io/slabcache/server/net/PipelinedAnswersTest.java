package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.Wire;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.LoneNode;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreClock;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Requests that arrive together are answered together: what costs a system call is one write, however many they are. */
class PipelinedAnswersTest {
    private static final int GETS = 64;
    private static final int VALUE_LENGTH = 100;

    private final ServerSettings settings = ServerSettings.builder().build();

    /** A channel that counts what would be system calls. */
    private static final class CountingChannel extends EmbeddedChannel {
        int writes;

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (!in.isEmpty()) {
                writes++;
            }
            super.doWrite(in);
        }
    }

    private CountingChannel connect(LoneNode node) {
        CountingChannel channel = new CountingChannel();
        channel.pipeline()
                .addLast(new ConnectionHandler(
                        new Connections(settings, "embedded"), new ThreadState(node.node()), channel));
        return channel;
    }

    private static int taken(EmbeddedChannel channel) {
        int bytes = 0;
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            bytes += out.readableBytes();
            out.release();
        }
        return bytes;
    }

    private void assertOneWrite(byte[] set, byte[] get, int answerLength) {
        try (LoneNode node = new LoneNode(settings, StoreClock.system(), AccessRules.everybody())) {
            CountingChannel channel = connect(node);
            channel.writeInbound(Unpooled.wrappedBuffer(set));
            taken(channel);
            channel.writes = 0;

            ByteBuf gets = Unpooled.buffer();
            for (int i = 0; i < GETS; i++) {
                gets.writeBytes(get);
            }
            channel.writeInbound(gets);

            assertThat(channel.writes).isEqualTo(1);
            assertThat(taken(channel)).isEqualTo(GETS * answerLength);
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void gets_binaryInOneRead_areAnsweredInOneWrite() {
        String value = "v".repeat(VALUE_LENGTH);
        assertOneWrite(
                Wire.bytes(Wire.request(0x01, 0, "0000000000000000", "k", value)),
                Wire.bytes(Wire.request(0x00, 0, "", "k", "")),
                24 + 4 + VALUE_LENGTH);
    }

    @Test
    void gets_textInOneRead_areAnsweredInOneWrite() {
        String value = "v".repeat(VALUE_LENGTH);
        assertOneWrite(
                ("set k 0 0 " + VALUE_LENGTH + "\r\n" + value + "\r\n").getBytes(StandardCharsets.US_ASCII),
                "get k\r\n".getBytes(StandardCharsets.US_ASCII),
                ("VALUE k 0 " + VALUE_LENGTH + "\r\n" + value + "\r\nEND\r\n").length());
    }
}
