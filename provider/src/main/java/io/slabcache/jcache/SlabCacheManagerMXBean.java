package io.slabcache.jcache;

import java.util.List;

/**
 * What the caches of a manager share: memory, and the servers where entries live. Registered while the management of any of
 * its caches is enabled, as {@code io.slabcache:type=SlabCacheManager,CacheManager=…}.
 */
public interface SlabCacheManagerMXBean {
    /**
     * Returns how many bytes the caches use outside the heap.
     *
     * @return bytes, overhead included
     */
    long getOffHeapBytes();

    /**
     * Returns the servers.
     *
     * @return one element for each; empty where entries are in this process
     */
    List<Node> getNodes();

    /** A server and what was counted for it since the manager was opened. */
    interface Node {
        /**
         * Returns the server's address.
         *
         * @return host and port as they were configured
         */
        String getAddress();

        /**
         * Returns how the manager stands with it.
         *
         * @return the name of a {@link io.slabcache.client.NodeState}
         */
        String getState();

        /**
         * Returns the number of open connections.
         *
         * @return a number
         */
        int getConnections();

        /**
         * Returns how many requests are sent and not answered.
         *
         * @return a number
         */
        int getInFlight();

        /**
         * Returns how many requests were sent.
         *
         * @return a count
         */
        long getRequests();

        /**
         * Returns how many requests were answered.
         *
         * @return a count
         */
        long getAnswers();

        /**
         * Returns how long an answer took on average, from the start on.
         *
         * @return microseconds, 0 if nothing was answered
         */
        double getMeanAnswerMicros();

        /**
         * Returns how many operations ended at their deadline.
         *
         * @return a count
         */
        long getTimeouts();

        /**
         * Returns how many operations were refused, for too much was in flight or the server was down.
         *
         * @return a count
         */
        long getRejections();

        /**
         * Returns how many answers were errors.
         *
         * @return a count
         */
        long getServerErrors();

        /**
         * Returns how many connections were made, the first included.
         *
         * @return a count
         */
        long getConnects();

        /**
         * Returns how many attempts to connect failed.
         *
         * @return a count
         */
        long getConnectFailures();

        /**
         * Returns how many connections were lost.
         *
         * @return a count
         */
        long getConnectionLosses();

        /**
         * Returns how much was received.
         *
         * @return bytes
         */
        long getBytesRead();

        /**
         * Returns how much was sent.
         *
         * @return bytes
         */
        long getBytesWritten();
    }
}
