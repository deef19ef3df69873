package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.Node;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreClock;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Connections that end because something goes wrong. */
class FailedConnectionTest {
    private final ServerSettings settings = ServerSettings.builder().build();
    private final Connections connections = new Connections(settings, "embedded");

    private void breakBy(Exception cause) {
        try (Node node = Node.open(settings, StoreClock.system(), AccessRules.everybody())) {
            EmbeddedChannel channel = new EmbeddedChannel();
            channel.pipeline().addLast(new ConnectionHandler(connections, new ThreadState(node), channel));
            channel.pipeline().fireExceptionCaught(cause);
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void failure_ofTheServersOwn_isCounted() {
        breakBy(new IllegalStateException("for a test"));
        assertThat(connections.failed()).isEqualTo(1);
    }

    @Test
    void failure_ofTheNetwork_isNot() {
        breakBy(new IOException("connection reset by peer"));
        assertThat(connections.failed()).isZero();
    }
}
