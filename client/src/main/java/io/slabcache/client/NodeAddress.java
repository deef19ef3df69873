package io.slabcache.client;

import io.slabcache.client.locator.NodeLocation;
import org.jspecify.annotations.Nullable;

/**
 * A node as it was configured. Two nodes are the same if host and port are, as they were written, whatever the names
 * resolve to.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record NodeAddress(String host, int port) {
    /**
     * Checks the components.
     *
     * @param host must not be empty
     * @param port must be 1 to 65535
     */
    public NodeAddress {
        NodeLocation checked = new NodeLocation(host, port);
        host = checked.host();
    }

    /**
     * Reads an address.
     *
     * @param text {@code host}, {@code host:port} or {@code [IPv6 address]:port}
     * @return the address, with port 11211 if none is said
     * @throws IllegalArgumentException if the text is none of these
     */
    public static NodeAddress parse(String text) {
        String host = text;
        String port = "";
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
                throw malformed(text, null);
            }
            host = text.substring(1, end);
            port = end + 1 < text.length() ? text.substring(end + 2) : "";
            if (end + 1 < text.length() && port.isEmpty()) {
                throw malformed(text, null);
            }
        } else if (colon >= 0) {
            if (text.indexOf(':') != colon || colon + 1 == text.length()) {
                throw malformed(text, null);
            }
            host = text.substring(0, colon);
            port = text.substring(colon + 1);
        }
        if (host.isBlank() || host.indexOf(' ') >= 0) {
            throw malformed(text, null);
        }
        try {
            return new NodeAddress(host, port.isEmpty() ? NodeLocation.DEFAULT_PORT : Integer.parseInt(port));
        } catch (NumberFormatException e) {
            throw malformed(text, e);
        }
    }

    private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException("node must be host, host:port or [IPv6 address]:port: node=" + text, cause);
    }

    /** Returns the address in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
