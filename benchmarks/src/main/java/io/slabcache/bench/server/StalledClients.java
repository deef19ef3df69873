package io.slabcache.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slabcache.bench.harness.ProcessMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients that ask as long as the server takes requests, and read nothing. A thread also looks how large the server gets. */
final class StalledClients implements AutoCloseable {
    private static final byte[] KEY = "large".getBytes(US_ASCII);

    /** What fits into an item of 1 MiB beside its header and key. */
    private static final int VALUE_LENGTH = (1 << 20) - 256;

    private static final int WARM_UP_READS = 1000;
    private static final int REQUESTS_AT_ONCE = 256;
    private static final int PAUSE_MILLIS = 20;

    /** Metrics are asked for once in so many turns, since that is work for the server. */
    private static final int TURNS_PER_LOOK = 10;

    private final ServerProcess server;
    private final int httpPort;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<ByteBuffer> pending = new ArrayList<>();
    private final ByteBuffer requests;
    private final Thread thread = new Thread(this::repeat, "stalled");
    private volatile boolean ended;
    private volatile long mostResident;
    private volatile long mostBuffers;
    private volatile long bytesSent;
    private volatile @Nullable IOException failure;

    private StalledClients(ServerProcess server, int httpPort) {
        this.server = server;
        this.httpPort = httpPort;
        byte[] get = Wire.BINARY.get(KEY);
        requests = ByteBuffer.allocateDirect(REQUESTS_AT_ONCE * get.length);
        for (int i = 0; i < REQUESTS_AT_ONCE; i++) {
            requests.put(get);
        }
        requests.flip();
    }

    /** Stores the value that is asked for, and reads it so often that what sends it is compiled and has its buffers. */
    static void prepare(int port) throws IOException {
        try (BinaryConnection connection = new BinaryConnection(port)) {
            connection.setQuietly(KEY, new byte[VALUE_LENGTH]);
            connection.awaitAll();
            for (int i = 0; i < WARM_UP_READS; i++) {
                connection.getQuietly(i, KEY);
                connection.awaitHits();
            }
        }
    }

    /**
     * Connects so many, which begin at once.
     *
     * @param httpPort where the server tells what its network library holds; 0 if it does not
     */
    static StalledClients start(ServerProcess server, int httpPort, int clients) throws IOException {
        StalledClients stalled = new StalledClients(server, httpPort);
        for (int i = 0; i < clients; i++) {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            channel.configureBlocking(false);
            stalled.channels.add(channel);
            stalled.pending.add(stalled.requests.duplicate());
        }
        stalled.thread.start();
        return stalled;
    }

    private void repeat() {
        try {
            for (int turn = 0; !ended; turn++) {
                for (int i = 0; i < channels.size(); i++) {
                    ByteBuffer rest = pending.get(i);
                    if (!rest.hasRemaining()) {
                        rest.rewind();
                    }
                    bytesSent += channels.get(i).write(rest);
                }
                mostResident = Math.max(mostResident, ProcessMemory.roughlyResident(server.pid()));
                if (httpPort != 0 && turn % TURNS_PER_LOOK == 0) {
                    mostBuffers = Math.max(mostBuffers, NetworkBuffers.bytes(httpPort));
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the most resident bytes that the server was seen to have. */
    long mostResident() throws IOException {
        check();
        return mostResident;
    }

    /** Returns the most bytes that the server's network library was seen to hold; 0 if it does not tell. */
    long mostBuffers() throws IOException {
        check();
        return mostBuffers;
    }

    private void check() throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw new IOException("the clients must be left connected, and the server run", failed);
        }
    }

    /** Returns how many requests the server or its buffers took. */
    double requestsSent() {
        return (double) bytesSent / Wire.BINARY.get(KEY).length;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
