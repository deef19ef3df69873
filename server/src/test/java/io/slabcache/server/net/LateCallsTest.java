package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.Detour;
import io.slabcache.server.command.Node;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What other threads ask of a connection when the server has ended it. */
class LateCallsTest {
    @Test
    void otherThreads_eventLoopHasEnded_areNotDisturbed() throws Exception {
        ServerSettings settings = ServerSettings.builder().build();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        try (Node node = Node.open(settings, StoreClock.system(), AccessRules.everybody())) {
            LocalChannel channel = new LocalChannel();
            ConnectionHandler handler =
                    new ConnectionHandler(new Connections(settings, "local"), new ThreadState(node), channel);
            channel.pipeline().addLast(handler);
            group.register(channel).sync();
            List<Runnable> elsewhere = new ArrayList<>();
            assertThat(handler.leave(
                            work -> {
                                elsewhere.add(work);
                                return () -> {};
                            },
                            () -> new Detour(0, () -> {})))
                    .isTrue();
            assertThat(group.shutdownGracefully(0, 0, TimeUnit.SECONDS).await(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThatCode(handler::wake).doesNotThrowAnyException();
            assertThatCode(handler::stop).doesNotThrowAnyException();
            assertThatCode(handler::endSilent).doesNotThrowAnyException();
            assertThatCode(handler::endStalled).doesNotThrowAnyException();
            assertThatCode(() -> elsewhere.get(0).run()).doesNotThrowAnyException();
        }
    }
}
