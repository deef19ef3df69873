package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the text commands that have no binary form. They go over a connection of their own: text and binary cannot mix on one.
 *
 * <p>Every method writes one line at the buffer's position and moves the position behind it; a buffer without room is refused with
 * {@link IllegalArgumentException}, and then nothing has been written.
 */
public final class TextRequestEncoder {
    private static final byte[] CONFIG_GET_CLUSTER = line("config get cluster");
    private static final byte[] GET_CLUSTER_KEY = line("get AmazonElastiCache:cluster");
    private static final byte[] VERSION = line("version");
    private static final byte[] METADUMP_ALL = line("lru_crawler metadump all");
    private static final byte[] METADUMP_HASH = line("lru_crawler metadump hash");

    private TextRequestEncoder() {}

    /**
     * Writes a request for a list of all keys, answered as {@link MetadumpDecoder} reads it. Memcached does one crawl at a time, and nothing
     * may be sent behind the request until it is answered.
     *
     * @param out where to write
     * @param order how the server goes through its items
     */
    public static void metadump(ByteBuffer out, MetadumpOrder order) {
        put(out, order == MetadumpOrder.HASH ? METADUMP_HASH : METADUMP_ALL);
    }

    /**
     * Writes a request for the members of an ElastiCache cluster, answered as {@link ClusterConfigurationDecoder} reads it.
     *
     * @param out where to write
     */
    public static void configGetCluster(ByteBuffer out) {
        put(out, CONFIG_GET_CLUSTER);
    }

    /**
     * Writes the same request as servers before memcached 1.4.14 know it: as the retrieval of a key.
     *
     * @param out where to write
     */
    public static void getClusterKey(ByteBuffer out) {
        put(out, GET_CLUSTER_KEY);
    }

    /**
     * Writes a request for the server's version, answered with a line of the kind {@link TextAnswer#VERSION}.
     *
     * @param out where to write
     */
    public static void version(ByteBuffer out) {
        put(out, VERSION);
    }

    private static byte[] line(String command) {
        return (command + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(ByteBuffer out, byte[] line) {
        if (out.remaining() < line.length) {
            throw new IllegalArgumentException(
                    "buffer must have room for the command: length=" + line.length + ", remaining=" + out.remaining());
        }
        out.put(line);
    }
}
