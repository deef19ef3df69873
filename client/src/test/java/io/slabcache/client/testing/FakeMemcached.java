package io.slabcache.client.testing;

import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.FrameState;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.OpcodeShape;
import io.slabcache.protocol.RequestDecoder;
import io.slabcache.protocol.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small memcached of the binary protocol inside the test, over a map, that misbehaves when it is told to. Items do not
 * expire; requests are kept for the test to look at. What a request means is carried out before the reaction to it is
 * chosen, so a swallowed write has been written.
 */
public final class FakeMemcached implements AutoCloseable {
    /** The size limit of real memcached's default. */
    public static final long DEFAULT_MAX_ITEM_SIZE = 1024 * 1024;

    private static final int MAX_BODY_LENGTH = 256 * 1024 * 1024;

    private final FakeItems items;
    private final Queue<FakeRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<AssertionError> surprises = new ConcurrentLinkedQueue<>();
    private final Listener listener;

    private volatile Function<FakeRequest, Reaction> rule = request -> Reaction.NORMAL;
    private volatile Function<FakeRequest, @Nullable Reaction> earlyRule = request -> null;

    private FakeMemcached(long maxItemSize) {
        items = new FakeItems(maxItemSize);
        listener = new Listener("fake", this::serve);
    }

    /**
     * Starts a server.
     *
     * @return a listening server, to be closed
     */
    public static FakeMemcached start() {
        return start(DEFAULT_MAX_ITEM_SIZE);
    }

    /**
     * Starts a server with another size limit.
     *
     * @param maxItemSize in bytes, as {@code stats settings} tells it
     * @return a listening server, to be closed
     */
    public static FakeMemcached start(long maxItemSize) {
        return new FakeMemcached(maxItemSize);
    }

    /**
     * Returns where the server listens.
     *
     * @return the address
     */
    public NodeAddress address() {
        return listener.address();
    }

    /**
     * Says how requests for items are answered from now on. Requests with which a client greets a server are answered as
     * usual.
     *
     * @param rule chooses a reaction
     */
    public void onItems(Function<FakeRequest, Reaction> rule) {
        this.rule = request -> request.isForItems() ? rule.apply(request) : Reaction.NORMAL;
    }

    /**
     * Says how all requests are answered from now on.
     *
     * @param rule chooses a reaction
     */
    public void onAll(Function<FakeRequest, Reaction> rule) {
        this.rule = rule;
    }

    /**
     * Says which requests are answered as soon as their header is there, before their body is read. Their reaction gets an
     * empty regular answer, and they are not carried out.
     *
     * @param rule chooses a reaction by a request without key and value, or null for none
     */
    public void onHeader(Function<FakeRequest, @Nullable Reaction> rule) {
        this.earlyRule = rule;
    }

    /** Behaves well from now on. */
    public void behave() {
        rule = request -> Reaction.NORMAL;
        earlyRule = request -> null;
    }

    /**
     * Returns the requests for items so far.
     *
     * @return in the order of each connection
     */
    public List<FakeRequest> itemRequests() {
        return requests.stream().filter(FakeRequest::isForItems).toList();
    }

    /**
     * Returns all requests so far.
     *
     * @return in the order of each connection
     */
    public List<FakeRequest> allRequests() {
        return List.copyOf(requests);
    }

    /**
     * Returns what the server has stored.
     *
     * @param key the key
     * @return the value, or null if there is none
     */
    public byte @Nullable [] stored(byte[] key) {
        FakeItems.Stored stored = items.get(key);
        return stored == null ? null : stored.value();
    }

    /**
     * Returns the exptime that the server has for a key.
     *
     * @param key a key that is there
     * @return as it was sent last, unsigned
     */
    public long exptime(byte[] key) {
        FakeItems.Stored stored = items.get(key);
        if (stored == null) {
            throw new AssertionError("the item must be there");
        }
        return stored.exptime();
    }

    /**
     * Returns how many connections there were.
     *
     * @return those accepted so far
     */
    public int accepted() {
        return listener.accepted();
    }

    /**
     * Returns how many connections there are.
     *
     * @return those not closed by either side, as far as the server has noticed
     */
    public int open() {
        return listener.open();
    }

    /** Refuses connections from now on; those there are stay. */
    public void refuse() {
        listener.refuse();
    }

    /** Listens again, on the same port. */
    public void listen() {
        listener.listen();
    }

    /** Ends all connections. */
    public void disconnect() {
        listener.disconnect();
    }

    /** Goes away as a server does that is restarted: nothing listens, all connections end, all items are forgotten. */
    public void crash() {
        refuse();
        disconnect();
        items.restart();
    }

    /** Ends the server; fails if it was sent what is no request. */
    @Override
    public void close() {
        listener.close();
        AssertionError first = surprises.poll();
        if (first != null) {
            throw first;
        }
    }

    private void serve(Socket socket, int connection) throws IOException, InterruptedException {
        try {
            InputStream in = socket.getInputStream();
            while (true) {
                byte[] header = in.readNBytes(FrameLayout.HEADER_LENGTH);
                if (header.length < FrameLayout.HEADER_LENGTH || !serve(socket, connection, header)) {
                    return;
                }
            }
        } catch (AssertionError e) {
            surprises.add(e);
        }
    }

    /** Serves one request. Returns false at the end. */
    private boolean serve(Socket socket, int connection, byte[] header) throws IOException, InterruptedException {
        RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
        decoder.decode(ByteBuffer.wrap(header));
        Opcode opcode = decoder.opcode();
        if (opcode == null || decoder.verdict() != Status.SUCCESS) {
            throw new AssertionError("the client must send a request of the table: opcode=" + decoder.opcodeCode()
                    + ", verdict=" + decoder.verdict());
        }
        FakeRequest early = new FakeRequest(
                connection, opcode, decoder.opaque(), decoder.casToken(), new byte[0], new byte[0], 0, 0, 0, 0);
        Reaction earlyReaction = earlyRule.apply(early);
        if (earlyReaction != null) {
            earlyReaction.react(new Reaction.Answer(early, new byte[0], socket));
            if (socket.isClosed()) {
                return false;
            }
        }
        byte[] frame = Arrays.copyOf(header, decoder.frameLength());
        int read = socket.getInputStream().readNBytes(frame, header.length, frame.length - header.length);
        if (read < frame.length - header.length) {
            return false;
        }
        if (earlyReaction != null) {
            requests.add(early);
            return true;
        }
        FakeRequest request = decode(decoder, connection, opcode, frame);
        requests.add(request);
        rule.apply(request).react(new Reaction.Answer(request, items.carryOut(request), socket));
        return !socket.isClosed() && opcode.loud() != Opcode.QUIT;
    }

    private static FakeRequest decode(RequestDecoder decoder, int connection, Opcode opcode, byte[] frame) {
        if (decoder.decode(ByteBuffer.wrap(frame)) != FrameState.COMPLETE) {
            throw new AssertionError("the frame must be complete: opcode=" + opcode);
        }
        OpcodeShape shape = opcode.shape();
        boolean hasExptime = switch (shape) {
            case STORE, COUNTER, FLUSH, TOUCH, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY -> true;
            default -> false;
        };
        return new FakeRequest(
                connection,
                opcode,
                decoder.opaque(),
                decoder.casToken(),
                decoder.copyKey(),
                decoder.copyValue(),
                shape == OpcodeShape.STORE ? decoder.clientFlags() : 0,
                hasExptime ? decoder.exptime() : 0,
                shape == OpcodeShape.COUNTER ? decoder.delta() : 0,
                shape == OpcodeShape.COUNTER ? decoder.initial() : 0);
    }
}
