package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.testing.RealMemcached;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks over servers whose flags forbid them; not every server has such flags. */
class ForbiddenKeyWalksTest {
    private final KeyWalks walks = new KeyWalks(new TestSettings().build(), HostResolver.SYSTEM, pause -> {});

    @AfterEach
    void closeWalks() {
        walks.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-X", "-o no_lru_crawler"})
    void walk_realMemcachedForbidsIt_namesNodeAndSetting(String arguments) {
        try (RealMemcached server = RealMemcached.start(arguments.split(" "));
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThatThrownBy(cursor::advance)
                    .isInstanceOf(MemcachedException.class)
                    .hasMessageContaining("node=" + server.address())
                    .hasMessageContaining("server must allow lru_crawler metadump")
                    .hasMessageContaining("-X");
            assertThat(cursor.advance()).isFalse();
        }
    }

    @Test
    void walk_realMemcachedSpeaksBinaryOnly_namesNodeAndSetting() {
        try (RealMemcached server = RealMemcached.start("-B", "binary");
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThatThrownBy(cursor::advance)
                    .isInstanceOf(NodeUnavailableException.class)
                    .hasMessageContaining("node=" + server.address())
                    .hasMessageContaining("SASL (-S)");
        }
    }
}
