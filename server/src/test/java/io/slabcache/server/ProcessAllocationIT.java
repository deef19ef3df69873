package io.slabcache.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process as it is started by users makes no object for a request, all the way from the socket to the store and back. */
@Timeout(180)
class ProcessAllocationIT {
    private static final int CONNECTIONS = 4;
    private static final int WARM_UP_ROUNDS = 20_000;
    private static final int ROUNDS = 5_000;

    /** What a request allocates shows in each; what the JVM does once, as when it links a call for the first time, in one. */
    private static final int MEASUREMENTS = 3;

    /** Bytes of a round: what is done once a second. The smallest object would be sixteen. */
    private static final double SLACK = 4;

    /** Threads that are there for the measurement. */
    private static final Pattern MANAGEMENT = Pattern.compile("(RMI|JMX) .*|Attach Listener");

    private static ServerProcess server;
    private static int port;
    private static JMXConnector connector;
    private static ThreadMXBean threads;

    @BeforeAll
    @SuppressWarnings("BanJNDI") // the address is that of a process that the test has started
    static void start() throws Exception {
        server = ServerProcess.start("-p", "0", "-t", "1");
        port = server.port();
        VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
        connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        machine.detach();
        threads = ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    @AfterAll
    static void end() throws IOException {
        connector.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "text get, 1, get key\\r\\n",
        "text get, 64, get key\\r\\n",
        "text get of 20 000 bytes, 1, get large\\r\\n",
        "text set, 1, set other 0 0 100\\r\\n{100}\\r\\n",
        "text set, 64, set other 0 0 100\\r\\n{100}\\r\\n",
        "meta get, 1, mg key v f c\\r\\n",
        "meta set, 1, ms key 100 T0\\r\\n{100}\\r\\n",
        "binary get, 1, 80000003 00000000 00000003 00000000 0000000000000000 6b6579",
        "binary get, 64, 80000003 00000000 00000003 00000000 0000000000000000 6b6579",
        "binary set, 1, 80010003 08000000 0000000f 00000000 0000000000000000 0000000000000000 6b6579 61626364",
        "binary set, 64, 80010003 08000000 0000000f 00000000 0000000000000000 0000000000000000 6b6579 61626364"
    })
    void requests_steadyState_allocateNothing(String name, int depth, String request) throws IOException {
        byte[] one = request.startsWith("80") ? Wire.bytes(request) : text(request);
        byte[] batch = Wire.bytes(Wire.hex(one).repeat(depth));
        try (Wire wire = new Wire(port)) {
            wire.send(text("set key 5 0 100\\r\\n{100}\\r\\nset large 0 0 20000\\r\\n{20000}\\r\\n"));
            wire.read("STORED\r\nSTORED\r\n".length());
        }
        int answerLength = depth * answerLength(one);
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                wires.add(new Wire(port));
            }
            rounds(wires, batch, answerLength, WARM_UP_ROUNDS);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < MEASUREMENTS && least >= SLACK * ROUNDS; i++) {
                long before = allocatedBytes();
                rounds(wires, batch, answerLength, ROUNDS);
                least = Math.min(least, allocatedBytes() - before);
            }
            assertThat((double) least / ROUNDS).as(name).isLessThan(SLACK);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    private static byte[] text(String request) {
        return request.replace("\\r\\n", "\r\n")
                .replace("{100}", "x".repeat(100))
                .replace("{20000}", "x".repeat(20_000))
                .getBytes(ISO_8859_1);
    }

    private static int answerLength(byte[] request) throws IOException {
        try (Wire wire = new Wire(port)) {
            wire.send(request);
            wire.socket.shutdownOutput();
            return wire.readToEnd().length() / 2;
        }
    }

    private static void rounds(List<Wire> wires, byte[] batch, int answerLength, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Wire wire = wires.get(i % CONNECTIONS);
            wire.send(batch);
            if (wire.read(answerLength).length != answerLength) {
                throw new AssertionError("the server must answer");
            }
        }
    }

    /** What all threads but those of the measurement have allocated so far. */
    private static long allocatedBytes() {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        long sum = 0;
        for (int i = 0; i < ids.length; i++) {
            ThreadInfo info = infos[i];
            if (info != null
                    && bytes[i] > 0
                    && !MANAGEMENT.matcher(info.getThreadName()).matches()) {
                sum += bytes[i];
            }
        }
        return sum;
    }
}
