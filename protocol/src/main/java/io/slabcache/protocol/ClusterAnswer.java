package io.slabcache.protocol;

import java.util.List;

/** What a configuration endpoint answers when it is asked for its cluster. */
public sealed interface ClusterAnswer {
    /**
     * The cluster's members.
     *
     * @param version grows with every change; a configuration with a lower version is older
     * @param nodes the members, in the order in which they were told; immutable
     */
    record Configuration(long version, List<ClusterNode> nodes) implements ClusterAnswer {
        /**
         * Makes the list immutable.
         *
         * @param version grows with every change
         * @param nodes the members
         */
        public Configuration {
            nodes = List.copyOf(nodes);
        }
    }

    /** The server knows the command and has no configuration. */
    record Absent() implements ClusterAnswer {}

    /**
     * The server does not know the command or cannot carry it out, as memcached itself does with {@code config get cluster}.
     *
     * @param text the line that says so, printable
     */
    record Refused(String text) implements ClusterAnswer {}
}
