package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {
    @Test
    void build_noAddress_isLoopback() {
        InetSocketAddress address = ServerSettings.builder().build().addresses().get(0);
        assertThat(address.getAddress().isLoopbackAddress()).isTrue();
        assertThat(address.getPort()).isEqualTo(11211);
    }

    @Test
    void build_addresses_areReadWithAndWithoutPort() {
        ServerSettings settings = ServerSettings.builder()
                .port(7)
                .listen("127.0.0.1")
                .listen("127.0.0.2:8")
                .listen("::1")
                .listen("[::1]:9")
                .build();
        assertThat(settings.addresses())
                .extracting(address -> address.getAddress().getHostAddress() + "/" + address.getPort())
                .containsExactly("127.0.0.1/7", "127.0.0.2/8", "0:0:0:0:0:0:0:1/7", "0:0:0:0:0:0:0:1/9");
    }

    @Test
    void build_addressOfTheNetwork_needsInsecure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerSettings.builder().listen("0.0.0.0").build())
                .withMessageContaining("--insecure");
        assertThat(ServerSettings.builder()
                        .listen("0.0.0.0")
                        .insecure(true)
                        .build()
                        .insecure())
                .isTrue();
        Path file = Path.of("file");
        assertThat(ServerSettings.builder()
                        .listen("0.0.0.0")
                        .tls(new TlsSettings(file, file, null, null))
                        .build()
                        .insecure())
                .isFalse();
        assertThat(ServerSettings.builder()
                        .listen("0.0.0.0")
                        .access(new AccessSettings(file, false, Set.of()))
                        .build()
                        .insecure())
                .isFalse();
    }

    @Test
    void build_settingOutOfRange_isRefusedByName() {
        assertRefused("memory", builder -> builder.memory(1000));
        assertRefused("maxItemSize", builder -> builder.maxItemSize(10));
        assertRefused("maxItemSize", builder -> builder.memory(1 << 20));
        assertRefused("threads", builder -> builder.threads(0));
        assertRefused("maxConnections", builder -> builder.maxConnections(0));
        assertRefused("maxPendingOutput", builder -> builder.maxPendingOutput(1));
        assertRefused("idleTimeout", builder -> builder.idleTimeout(Duration.ofSeconds(-1)));
        assertRefused("requestTimeout", builder -> builder.requestTimeout(Duration.ofSeconds(-1)));
        assertRefused("port", builder -> builder.port(65536));
        assertRefused("port", builder -> builder.listen("127.0.0.1:x"));
        assertRefused("host", builder -> builder.listen(":5"));
    }

    private static void assertRefused(String name, UnaryOperator<ServerSettingsBuilder> change) {
        assertThatThrownBy(() -> change.apply(ServerSettings.builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
