package io.slabcache.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slabcache.client.locator.NodeLocation;
import io.slabcache.client.locator.NodeLocator;
import io.slabcache.client.locator.Placement;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * No client: frames that were encoded beforehand go out on non-blocking channels, and what comes back is walked frame by
 * frame and dropped. Each wait has a deadline. This is the least that an operation can cost on such a channel. One thread
 * at a time.
 */
final class RawContestant implements Contestant {
    private static final long DEADLINE_MILLIS = 2500;
    private static final int BUFFER_LENGTH = 256 * 1024;

    private final byte[][] keys;
    private final Selector selector = Selector.open();
    private final List<Node> nodes = new ArrayList<>();
    private final NodeLocator locator;
    private final ByteBuffer[] gets;
    private final boolean writes;
    /** By list, by node; null where the node has none of the keys. */
    private final ByteBuffer[][][] pipelines = new ByteBuffer[KeyLists.values().length][][];

    private final int[][][] answers = new int[KeyLists.values().length][][];

    /**
     * Prepares the frames.
     *
     * @param addresses the servers
     * @param names the keys
     * @param writes whether the items are this contestant's own
     */
    RawContestant(List<InetSocketAddress> addresses, String[] names, boolean writes) throws IOException {
        this.writes = writes;
        List<NodeLocation> locations = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            nodes.add(new Node(address, selector));
            locations.add(new NodeLocation(address.getHostString(), address.getPort()));
        }
        locator = Placement.LIBMEMCACHED_WEIGHTED.locator(locations);
        keys = new byte[names.length][];
        gets = new ByteBuffer[names.length];
        for (int i = 0; i < names.length; i++) {
            keys[i] = names[i].getBytes(ISO_8859_1);
            gets[i] = ByteBuffer.allocateDirect(FrameLayout.frameLength(0, keys[i].length, 0));
            RequestEncoder.get(gets[i], Opcode.GET, i, keys[i]);
            gets[i].flip();
        }
        for (KeyLists kind : KeyLists.values()) {
            pipelines[kind.ordinal()] = new ByteBuffer[kind.count()][];
            answers[kind.ordinal()] = new int[kind.count()][];
            for (int list = 0; list < kind.count(); list++) {
                preparePipelines(kind, list);
            }
        }
    }

    private void preparePipelines(KeyLists kind, int list) {
        ByteBuffer[] frames = new ByteBuffer[nodes.size()];
        int[] counts = new int[nodes.size()];
        int opaque = 0;
        for (int index : kind.indexes()[list]) {
            int node = locator.locate(keys[index]);
            if (frames[node] == null) {
                int longest = FrameLayout.HEADER_LENGTH + FrameLayout.MAX_KEY_LENGTH;
                frames[node] = ByteBuffer.allocateDirect(longest * (kind.length() + 1));
            }
            RequestEncoder.get(frames[node], Opcode.GETQ, ++opaque, keys[index]);
            counts[node]++;
        }
        for (ByteBuffer frame : frames) {
            if (frame != null) {
                RequestEncoder.bare(frame, Opcode.NOOP, ++opaque);
                frame.flip();
            }
        }
        pipelines[kind.ordinal()][list] = frames;
        answers[kind.ordinal()][list] = counts;
    }

    @Override
    public void prepare() throws Exception {
        if (!writes) {
            return;
        }
        ByteBuffer frame = ByteBuffer.allocateDirect(1024);
        for (int i = 0; i < keys.length; i++) {
            frame.clear();
            RequestEncoder.store(frame, Opcode.SET, i, 0, keys[i], 0, 0, Keys.value(i));
            exchange(nodes.get(locator.locate(keys[i])), frame.flip());
        }
    }

    @Override
    public int get(int key) throws Exception {
        ByteBuffer frame = gets[key];
        frame.rewind();
        // One frame, whatever comes: its length is what the header says.
        return exchange(nodes.size() == 1 ? nodes.get(0) : nodes.get(locator.locate(keys[key])), frame)
                - FrameLayout.HEADER_LENGTH
                - FrameLayout.FLAGS_LENGTH;
    }

    private int exchange(Node node, ByteBuffer frame) throws IOException, TimeoutException {
        node.begin(frame, 1);
        int length = 0;
        while (node.isOpen()) {
            await();
            length += node.transfer();
        }
        return length;
    }

    @Override
    public int getAll(KeyLists kind, int list) throws Exception {
        ByteBuffer[] frames = pipelines[kind.ordinal()][list];
        int open = 0;
        for (int i = 0; i < frames.length; i++) {
            if (frames[i] != null) {
                frames[i].rewind();
                nodes.get(i).begin(frames[i], answers[kind.ordinal()][list][i] + 1);
                open++;
            }
        }
        while (open > 0) {
            await();
            for (Node node : nodes) {
                if (node.isOpen() && node.key.isValid() && node.key.readyOps() != 0) {
                    node.transfer();
                    open -= node.isOpen() ? 0 : 1;
                }
            }
        }
        return kind.length();
    }

    private void await() throws IOException, TimeoutException {
        selector.selectedKeys().clear();
        if (selector.select(DEADLINE_MILLIS) == 0) {
            throw new TimeoutException("no answer: deadlineMillis=" + DEADLINE_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.channel.close();
        }
        selector.close();
    }

    /** One server's channel and what is under way on it. */
    private static final class Node {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_LENGTH);
        private ByteBuffer out = ByteBuffer.allocate(0);
        private int answers;

        Node(InetSocketAddress address, Selector selector) throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ);
        }

        void begin(ByteBuffer frames, int expectedAnswers) throws IOException {
            out = frames;
            answers = expectedAnswers;
            write();
        }

        boolean isOpen() {
            return answers > 0;
        }

        private void write() throws IOException {
            channel.write(out);
            int interest = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        }

        /** Writes and reads what can be; returns how many bytes of whole frames were read. */
        int transfer() throws IOException {
            if (out.hasRemaining()) {
                write();
            }
            if (channel.read(in) < 0) {
                throw new EOFException("the server closed the connection: channel=" + channel);
            }
            int position = 0;
            while (answers > 0 && in.position() - position >= FrameLayout.HEADER_LENGTH) {
                int length = FrameLayout.HEADER_LENGTH + in.getInt(position + FrameLayout.BODY_LENGTH_OFFSET);
                if (in.position() - position < length) {
                    break;
                }
                position += length;
                answers--;
            }
            if (position == in.position()) {
                in.clear();
            } else {
                in.flip().position(position);
                in.compact();
            }
            return position;
        }
    }
}
