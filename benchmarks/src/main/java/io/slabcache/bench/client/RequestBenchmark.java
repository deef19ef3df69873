package io.slabcache.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slabcache.client.locator.NodeLocation;
import io.slabcache.client.locator.NodeLocator;
import io.slabcache.client.locator.Placement;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request costs before it is sent: the choice of a node, and the frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestBenchmark {
    /** How the node is chosen. */
    @Param({"LIBMEMCACHED_WEIGHTED", "SPYMEMCACHED_KETAMA"})
    private Placement placement = Placement.LIBMEMCACHED_WEIGHTED;

    private final byte[] key = "u:10000000".getBytes(UTF_8);
    private final byte[] value = Keys.value(0);
    private final ByteBuffer out = ByteBuffer.allocateDirect(1024);
    private NodeLocator locator = Placement.LIBMEMCACHED_WEIGHTED.locator(nodes());
    private int opaque;

    private static List<NodeLocation> nodes() {
        return List.of(
                new NodeLocation("127.0.0.1", 11211),
                new NodeLocation("127.0.0.1", 11212),
                new NodeLocation("127.0.0.1", 11213));
    }

    /** Makes the continuum. */
    @Setup
    public void makeLocator() {
        locator = placement.locator(nodes());
    }

    /** Chooses one of three nodes. */
    @Benchmark
    public int locate() {
        return locator.locate(key);
    }

    /** Writes a GET. */
    @Benchmark
    public int encodeGet() {
        RequestEncoder.get(out.clear(), Opcode.GET, ++opaque, key);
        return out.position();
    }

    /** Writes a SET of 100 bytes. */
    @Benchmark
    public int encodeSet() {
        RequestEncoder.store(out.clear(), Opcode.SET, ++opaque, 0, key, 0, 0, value);
        return out.position();
    }
}
