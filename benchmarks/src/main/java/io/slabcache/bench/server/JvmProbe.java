package io.slabcache.bench.server;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.slabcache.bench.harness.HeapMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into another JVM through its management beans, whose own threads do not count. */
final class JvmProbe implements AutoCloseable {
    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final MemoryMXBean memory;

    private JvmProbe(JMXConnector connector) throws IOException {
        this.connector = connector;
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    }

    /** Attaches to a process of the same user. */
    static JvmProbe attach(long pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            return new JvmProbe(JMXConnectorFactory.connect(new JMXServiceURL(address)));
        } catch (AttachNotSupportedException e) {
            throw new IOException("the JVM must let itself be attached to: pid=" + pid, e);
        }
    }

    /** Returns what all threads but those of the management itself have allocated so far. */
    long allocatedBytes() {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        long sum = 0;
        for (int i = 0; i < ids.length; i++) {
            ThreadInfo info = infos[i];
            if (info != null && bytes[i] > 0 && !isManagement(info.getThreadName())) {
                sum += bytes[i];
            }
        }
        return sum;
    }

    private static boolean isManagement(String thread) {
        return thread.startsWith("RMI ") || thread.startsWith("JMX ") || thread.equals("Attach Listener");
    }

    /** Returns what is left on the heap after collections. */
    long heapBytes() throws InterruptedException {
        return HeapMemory.used(memory);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
