package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Which clients are taken for one. */
class RemoteHostTest {
    private static String of(String address) {
        return RemoteHost.of(new InetSocketAddress(address, 5));
    }

    @Test
    void of_addresses_ipv6ByItsNetwork() {
        assertThat(of("192.0.2.1")).isEqualTo("192.0.2.1").isNotEqualTo(of("192.0.2.2"));
        assertThat(of("2001:db8:0:1::1"))
                .isEqualTo(of("2001:db8:0:1:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(of("2001:db8:0:2::1"));
        assertThat(RemoteHost.of(null)).isEqualTo("null");
    }
}
