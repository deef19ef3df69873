package io.slabcache.client.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host. Asked anew for every connection: a name may move. */
@FunctionalInterface
interface HostResolver {
    /** The resolver of the JVM, which keeps an answer for the time that {@code networkaddress.cache.ttl} says. */
    HostResolver SYSTEM = InetAddress::getAllByName;

    /**
     * Resolves a host. May block for longer than any deadline.
     *
     * @param host a name or an address
     * @return at least one address, the preferred first
     * @throws UnknownHostException if there is none
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
