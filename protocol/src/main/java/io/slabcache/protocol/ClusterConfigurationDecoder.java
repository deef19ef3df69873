package io.slabcache.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to {@link TextRequestEncoder#configGetCluster} and {@link TextRequestEncoder#getClusterKey}:
 *
 * <pre>
 *  CONFIG cluster 0 &lt;length&gt; CR LF          or: VALUE AmazonElastiCache:cluster 0 &lt;length&gt; CR LF
 *  &lt;version&gt; LF                             ┐
 *  &lt;host&gt;|&lt;ip&gt;|&lt;port&gt; &lt;host&gt;|&lt;ip&gt;|&lt;port&gt; LF   ┘ length bytes
 *  CR LF
 *  END CR LF
 * </pre>
 *
 * <p>{@link #decode} consumes nothing until the whole answer is there and keeps nothing of an incomplete one. The length that the server
 * tells is checked against the limit before anything is read. A decoder is immutable and may be shared.
 */
public final class ClusterConfigurationDecoder {
    /** A limit for the length of a configuration that leaves room for some hundred members. */
    public static final int DEFAULT_MAX_LENGTH = 64 * 1024;

    private static final int MAX_LINE_LENGTH = 512;
    private static final byte[] CLUSTER = "cluster".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLUSTER_KEY = "AmazonElastiCache:cluster".getBytes(StandardCharsets.US_ASCII);
    private static final int NODE_PARTS = 3;
    private static final int MAX_PORT_DIGITS = 5;

    private final int maxLength;

    /**
     * Creates a decoder.
     *
     * @param maxLength the longest configuration to accept, in bytes
     */
    public ClusterConfigurationDecoder(int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("maxLength must be positive: maxLength=" + maxLength);
        }
        this.maxLength = maxLength;
    }

    /**
     * Consumes a whole answer, if it is there.
     *
     * @param in the bytes from position to limit; the position is moved behind the answer
     * @return the answer, or null if it is not there whole; then the position has not moved
     * @throws MalformedFrameException if the bytes are not such an answer or exceed the limit
     */
    public @Nullable ClusterAnswer decode(ByteBuffer in) {
        int start = in.position();
        ClusterAnswer answer = decodeFromPosition(in);
        if (answer == null) {
            in.position(start);
        }
        return answer;
    }

    private @Nullable ClusterAnswer decodeFromPosition(ByteBuffer in) {
        TextAnswerDecoder line = new TextAnswerDecoder(MAX_LINE_LENGTH);
        if (!line.decode(in)) {
            return null;
        }
        TextAnswer kind = line.answer();
        if (kind == TextAnswer.END) {
            return new ClusterAnswer.Absent();
        }
        if (kind.isError()) {
            return new ClusterAnswer.Refused(wholeLine(in, line));
        }
        byte[] name = kind == TextAnswer.CONFIG ? CLUSTER : CLUSTER_KEY;
        if (kind != TextAnswer.CONFIG && kind != TextAnswer.VALUE) {
            throw new MalformedFrameException("line must begin a configuration: text=" + wholeLine(in, line));
        }
        int length = payloadLength(in, line, name);
        int payloadOffset = in.position();
        if (in.remaining() < length) {
            return null;
        }
        in.position(payloadOffset + length);
        return endsHere(in) ? parse(in, payloadOffset, length) : null;
    }

    private int payloadLength(ByteBuffer in, TextAnswerDecoder line, byte[] name) {
        int begin = line.textOffset();
        int end = line.lineEndOffset();
        int lengthOffset = begin + name.length;
        boolean named = lengthOffset < end && in.get(lengthOffset) == ' ';
        for (int i = 0; named && i < name.length; i++) {
            named = in.get(begin + i) == name[i];
        }
        int lastBlank = end;
        while (lastBlank > begin && in.get(lastBlank - 1) != ' ') {
            lastBlank--;
        }
        if (!named || lastBlank <= lengthOffset || !CounterText.isCounter(in, lastBlank, end - lastBlank)) {
            throw new MalformedFrameException(
                    "line must tell the name, the flags and the length of the configuration: text="
                            + wholeLine(in, line));
        }
        long length = CounterText.parse(in, lastBlank, end - lastBlank);
        if (length < 0 || length > maxLength) {
            throw new MalformedFrameException("configuration must not exceed the limit: length="
                    + Long.toUnsignedString(length) + ", maxLength=" + maxLength);
        }
        return (int) length;
    }

    /** Consumes the empty line and END behind the configuration, if they are there. */
    private static boolean endsHere(ByteBuffer in) {
        TextAnswerDecoder line = new TextAnswerDecoder(MAX_LINE_LENGTH);
        if (!line.decode(in)) {
            return false;
        }
        if (line.lineOffset() != line.lineEndOffset()) {
            throw new MalformedFrameException("configuration must end after its length: text=" + wholeLine(in, line));
        }
        if (!line.decode(in)) {
            return false;
        }
        if (line.answer() != TextAnswer.END) {
            throw new MalformedFrameException("configuration must be followed by END: text=" + wholeLine(in, line));
        }
        return true;
    }

    private static ClusterAnswer parse(ByteBuffer in, int offset, int length) {
        int end = offset + length;
        int versionEnd = indexOf(in, '\n', offset, end);
        int versionLength = versionEnd - offset;
        if (versionLength > 0 && in.get(versionEnd - 1) == '\r') {
            versionLength--;
        }
        if (!CounterText.isCounter(in, offset, versionLength)) {
            throw new MalformedFrameException("configuration must begin with its version: text="
                    + TextAnswerDecoder.printable(
                            in, offset, Math.min(versionLength, TextAnswerDecoder.MAX_TEXT_LENGTH)));
        }
        long version = CounterText.parse(in, offset, versionLength);
        if (version < 0) {
            throw new MalformedFrameException(
                    "version must be a number of 63 bits: version=" + Long.toUnsignedString(version));
        }
        List<ClusterNode> nodes = new ArrayList<>();
        int nodeOffset = versionEnd;
        while (nodeOffset < end) {
            if (isBlank(in.get(nodeOffset))) {
                nodeOffset++;
                continue;
            }
            int nodeEnd = nodeOffset;
            while (nodeEnd < end && !isBlank(in.get(nodeEnd))) {
                nodeEnd++;
            }
            nodes.add(node(in, nodeOffset, nodeEnd));
            nodeOffset = nodeEnd;
        }
        return new ClusterAnswer.Configuration(version, nodes);
    }

    private static ClusterNode node(ByteBuffer in, int begin, int end) {
        int hostEnd = indexOf(in, '|', begin, end);
        int ipEnd = indexOf(in, '|', Math.min(hostEnd + 1, end), end);
        int portOffset = ipEnd + 1;
        int portLength = end - portOffset;
        boolean valid = hostEnd > begin
                && portLength > 0
                && portLength <= MAX_PORT_DIGITS
                && CounterText.isCounter(in, portOffset, portLength)
                && isPrintable(in, begin, end);
        int port = valid ? (int) CounterText.parse(in, portOffset, portLength) : 0;
        if (port < 1 || port > ClusterNode.MAX_PORT) {
            throw new MalformedFrameException("node must be host|ip|port: parts=" + NODE_PARTS + ", text="
                    + TextAnswerDecoder.printable(in, begin, Math.min(end - begin, TextAnswerDecoder.MAX_TEXT_LENGTH)));
        }
        return new ClusterNode(
                TextAnswerDecoder.printable(in, begin, hostEnd - begin),
                TextAnswerDecoder.printable(in, hostEnd + 1, ipEnd - hostEnd - 1),
                port);
    }

    private static boolean isPrintable(ByteBuffer in, int begin, int end) {
        for (int i = begin; i < end; i++) {
            byte b = in.get(i);
            if (b <= ' ' || b > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\r' || b == '\n';
    }

    private static int indexOf(ByteBuffer in, char wanted, int begin, int end) {
        int i = begin;
        while (i < end && in.get(i) != wanted) {
            i++;
        }
        return i;
    }

    private static String wholeLine(ByteBuffer in, TextAnswerDecoder line) {
        int begin = line.lineOffset();
        int length = Math.min(line.lineEndOffset() - begin, TextAnswerDecoder.MAX_TEXT_LENGTH);
        return TextAnswerDecoder.printable(in, begin, length);
    }
}
