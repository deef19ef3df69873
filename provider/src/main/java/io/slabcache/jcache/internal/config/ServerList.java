package io.slabcache.jcache.internal.config;

import io.slabcache.client.Discovery;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.locator.NodeLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads servers as files and URIs name them: {@code cache1:11211*3}. */
final class ServerList {
    private static final Pattern SHARES = Pattern.compile("(.+)\\*([1-9]\\d{0,3})");

    private ServerList() {}

    /**
     * Reads servers.
     *
     * @param elements each names one server, or several with commas
     * @return the servers in their order
     * @throws IllegalArgumentException if an element names none, or two name the same
     */
    static List<Discovery.Node> parse(List<String> elements) {
        List<Discovery.Node> servers = new ArrayList<>();
        Set<NodeAddress> addresses = new HashSet<>();
        for (String element : elements) {
            for (String text : element.split(",", -1)) {
                Discovery.Node server = server(text.strip());
                if (!addresses.add(server.address())) {
                    throw new IllegalArgumentException("server must not be named twice: server=" + server.address());
                }
                servers.add(server);
            }
        }
        return servers;
    }

    /** Writes servers as they are read. */
    static String format(List<Discovery.Node> servers) {
        List<String> texts = new ArrayList<>();
        for (Discovery.Node server : servers) {
            boolean plain = server.weight() == NodeLocation.DEFAULT_WEIGHT;
            texts.add(server.address() + (plain ? "" : "*" + server.weight()));
        }
        return String.join(",", texts);
    }

    private static Discovery.Node server(String text) {
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("server must not have a user or a password");
        }
        Matcher shares = SHARES.matcher(text);
        return shares.matches()
                ? new Discovery.Node(NodeAddress.parse(shares.group(1)), Integer.parseInt(shares.group(2)))
                : new Discovery.Node(NodeAddress.parse(text), NodeLocation.DEFAULT_WEIGHT);
    }
}
