package io.slabcache.server.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Names whom one client cannot pretend not to be: its address, or with IPv6 the network that it has at least. */
final class RemoteHost {
    /** Who has an IPv6 address has all that begin with these bytes. */
    private static final int NETWORK_LENGTH = 8;

    private RemoteHost() {}

    static String of(@Nullable SocketAddress address) {
        InetAddress host = address instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (host instanceof Inet6Address) {
            return HexFormat.of().formatHex(Arrays.copyOf(host.getAddress(), NETWORK_LENGTH));
        }
        return host == null ? String.valueOf(address) : host.getHostAddress();
    }
}
