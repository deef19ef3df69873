package io.slabcache.client.testing;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy in front of a server that breaks the connections through it when it is told to. All settings hold for all
 * connections, those there are and those to come, and are changed by any thread.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final NodeAddress target;
    private final Listener listener;
    private final Set<Socket> upstream = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();

    /** Whether bytes are kept back. Guarded by gate. */
    private boolean holding;

    /** Whether the proxy is closed. Guarded by gate. */
    private boolean closed;

    /** How many more bytes of responses pass before their connection is cut. */
    private final AtomicLong bytesUntilCut = new AtomicLong(NEVER);

    private volatile long delayNanos;
    private volatile long bytesPerSecond;

    private TcpProxy(NodeAddress target) {
        this.target = target;
        this.listener = new Listener("proxy", this::relay);
    }

    /**
     * Starts a proxy.
     *
     * @param target where the server is, on this machine
     * @return a listening proxy, to be closed
     */
    public static TcpProxy to(NodeAddress target) {
        return new TcpProxy(target);
    }

    /**
     * Returns where the proxy listens.
     *
     * @return the address
     */
    public NodeAddress address() {
        return listener.address();
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
     * Cuts a connection in mid-response: the one that carries the last of so many further bytes of responses. What comes
     * behind it is lost. Other connections go on.
     *
     * @param bytes 0 for before the next byte
     */
    public void cutAfter(long bytes) {
        bytesUntilCut.set(bytes);
    }

    /** Ends all connections now. */
    public void cut() {
        listener.disconnect();
        upstream.forEach(Listener::closeQuietly);
    }

    /**
     * Keeps each piece of a response back for a time.
     *
     * @param delay as said, zero for not at all
     */
    public void delay(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /**
     * Lets only so many bytes of responses through.
     *
     * @param bytesPerSecond of each connection, 0 for any number
     */
    public void throttle(int bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Keeps all bytes back, in both directions, and goes on accepting: a black hole. */
    public void hold() {
        synchronized (gate) {
            holding = true;
        }
    }

    /** Lets bytes through again, those kept back first. */
    public void release() {
        synchronized (gate) {
            holding = false;
            gate.notifyAll();
        }
    }

    /** Refuses connections from now on; those there are stay. */
    public void refuse() {
        listener.refuse();
    }

    /** Accepts connections again. */
    public void listen() {
        listener.listen();
    }

    /** Ends all connections and the proxy. */
    @Override
    public void close() {
        synchronized (gate) {
            closed = true;
            holding = false;
            gate.notifyAll();
        }
        listener.refuse();
        cut();
        listener.close();
    }

    private void relay(Socket client, int number) throws IOException, InterruptedException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
            server.setTcpNoDelay(true);
            upstream.add(server);
            listener.startThread("proxy-requests-" + number, () -> pumpRequests(client, server));
            pump(server, client, true);
        } finally {
            upstream.removeIf(Socket::isClosed);
        }
    }

    private void pumpRequests(Socket client, Socket server) {
        try {
            pump(client, server, false);
        } catch (IOException e) {
            // One side is gone: the other goes too, below.
            assert e != null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Listener.closeQuietly(server);
            Listener.closeQuietly(client);
        }
    }

    private void pump(Socket from, Socket to, boolean responses) throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (true) {
            long rate = responses ? bytesPerSecond : 0;
            // Pieces of a hundredth of a second, so that a throttled answer trickles.
            int most = rate == 0 ? CHUNK : (int) Math.max(1, Math.min(CHUNK, rate / 100));
            int length = in.read(chunk, 0, most);
            if (length < 0) {
                return;
            }
            passGate();
            if (responses) {
                pause(delayNanos + (rate == 0 ? 0 : length * NANOS_PER_SECOND / rate));
                int last = takeFromCut(length);
                if (last >= 0) {
                    out.write(chunk, 0, last);
                    return;
                }
                out.write(chunk, 0, length);
            } else {
                out.write(chunk, 0, length);
            }
        }
    }

    /**
     * Takes a piece from the bytes that may pass before the cut. Whoever makes the cut makes it alone.
     *
     * @return how many bytes pass before the connection is cut, or -1 if all pass and it is not
     */
    private int takeFromCut(int length) {
        while (true) {
            long left = bytesUntilCut.get();
            if (left == NEVER) {
                return -1;
            }
            boolean cut = left <= length;
            if (bytesUntilCut.compareAndSet(left, cut ? NEVER : left - length)) {
                return cut ? (int) left : -1;
            }
        }
    }

    private void passGate() throws InterruptedException {
        synchronized (gate) {
            while (holding && !closed) {
                gate.wait();
            }
        }
    }

    private static void pause(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while bytes were kept back");
            }
            left = end - System.nanoTime();
        }
    }
}
