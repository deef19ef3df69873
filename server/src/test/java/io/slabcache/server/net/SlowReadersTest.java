package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.Node;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take their answers slowly, but do take them, and so hold the memory for the answers of all. */
class SlowReadersTest {
    private static final int VALUE_LENGTH = 1_000_000;
    private static final int SLOWLY = 64 << 10;
    private static final int SECONDS = 8;

    private final ServerSettings settings =
            ServerSettings.builder().maxTotalOutput(2 << 20).build();
    private final Node node = Node.open(settings, StoreClock.system(), AccessRules.everybody());
    private final ThreadState thread = new ThreadState(node);
    private final Connections connections = new Connections(settings, "embedded");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void slowReaders_holdAllRoom_areEndedWhenOthersNeedIt() {
        PacedChannel other = new PacedChannel(Integer.MAX_VALUE);
        other.say("set k 0 0 " + VALUE_LENGTH + "\r\n" + "v".repeat(VALUE_LENGTH) + "\r\n");
        List<PacedChannel> slow =
                Stream.generate(() -> new PacedChannel(SLOWLY)).limit(2).toList();
        slow.forEach(channel -> channel.say("get k\r\nget k\r\n"));

        other.takenBytes = 0;
        other.say("get k\r\n");
        assertThat(other.takenBytes).as("there is no room").isLessThan(100);
        for (int second = 0; second < SECONDS && other.takenBytes < VALUE_LENGTH; second++) {
            slow.forEach(PacedChannel::passSecond);
            connections.sweep();
            slow.forEach(PacedChannel::passSecond);
            other.say("get k\r\n");
        }

        assertThat(other.takenBytes).isGreaterThan(VALUE_LENGTH);
        assertThat(other.isOpen()).isTrue();
        slow.forEach(EmbeddedChannel::finishAndReleaseAll);
        other.finishAndReleaseAll();
        assertThat(connections.pendingOutput()).isZero();
    }

    @Test
    void slowReaders_nobodyNeedsTheRoom_getEverything() {
        PacedChannel other = new PacedChannel(Integer.MAX_VALUE);
        other.say("set k 0 0 " + VALUE_LENGTH + "\r\n" + "v".repeat(VALUE_LENGTH) + "\r\n");
        PacedChannel slow = new PacedChannel(SLOWLY);
        slow.say("get k\r\n");
        while (slow.takenBytes < VALUE_LENGTH) {
            long before = slow.takenBytes;
            slow.passSecond();
            connections.sweep();
            slow.runPendingTasks();
            assertThat(slow.isOpen()).isTrue();
            assertThat(slow.takenBytes).isGreaterThan(before);
        }
        slow.finishAndReleaseAll();
        other.finishAndReleaseAll();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void vivify_noRoomForTheValue_isAMissAndMakesNothing() {
        PacedChannel other = new PacedChannel(Integer.MAX_VALUE);
        other.say("set k 0 0 " + VALUE_LENGTH + "\r\n" + "v".repeat(VALUE_LENGTH) + "\r\n");
        List<PacedChannel> slow =
                Stream.generate(() -> new PacedChannel(SLOWLY)).limit(2).toList();
        slow.forEach(channel -> channel.say("get k\r\nget k\r\n"));

        other.takenBytes = 0;
        other.say("mg k N30 v\r\n");
        assertThat(other.takenBytes).isEqualTo("EN\r\n".length());
        slow.forEach(EmbeddedChannel::finishAndReleaseAll);
        other.say("mg k s\r\n");
        assertThat(other.takenBytes).isEqualTo(("EN\r\n" + "HD s" + VALUE_LENGTH + "\r\n").length());
        other.finishAndReleaseAll();
    }

    @Test
    void input_behindAnswersThatWait_counts() {
        PacedChannel slow = new PacedChannel(0);
        slow.say("set k 0 0 " + VALUE_LENGTH + "\r\n" + "v".repeat(VALUE_LENGTH) + "\r\nget k\r\nget k\r\n");
        long before = connections.pendingOutput();
        String more = "x".repeat(SLOWLY);
        slow.say(more);
        assertThat(connections.pendingOutput() - before).isGreaterThanOrEqualTo(more.length());
        slow.finishAndReleaseAll();
        assertThat(connections.pendingOutput()).isZero();
    }

    @Test
    void listener_halfClosedAndDeaf_isEnded() {
        PacedChannel watcher = new PacedChannel(0);
        watcher.say("watch mutations\r\n");
        watcher.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(watcher.isOpen()).isTrue();
        for (long second = 0; second <= settings.requestTimeout().toSeconds() + 1; second++) {
            connections.sweep();
        }
        watcher.runPendingTasks();
        assertThat(watcher.isOpen()).isFalse();
        watcher.finishAndReleaseAll();
    }

    /** A connection whose client takes so many bytes a second. */
    private final class PacedChannel extends EmbeddedChannel {
        private final int pace;
        private int allowed;
        long takenBytes;

        PacedChannel(int pace) {
            this.pace = pace;
            allowed = pace;
            freezeTime();
            pipeline().addLast(new ConnectionHandler(connections, thread, this));
        }

        void say(String text) {
            if (isOpen()) {
                ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
                writeInbound(bytes);
            }
        }

        void passSecond() {
            allowed = pace;
            if (isOpen()) {
                flush();
                advanceTimeBy(1, TimeUnit.SECONDS);
                runScheduledPendingTasks();
                runPendingTasks();
            }
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer buffer) {
            while (allowed > 0 && buffer.current() instanceof ByteBuf bytes) {
                int length = Math.min(allowed, bytes.readableBytes());
                buffer.removeBytes(length);
                takenBytes += length;
                allowed = allowed == Integer.MAX_VALUE ? allowed : allowed - length;
            }
        }
    }
}
