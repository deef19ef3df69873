package io.slabcache.bench.harness;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the process uses from one instant to another, beside what the threads of the load count themselves. */
public final class Usage {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Collection<? extends Thread> load;
    private final Map<Long, Long> allocatedBefore;
    private final long cpuBefore;

    /**
     * What was used.
     *
     * @param cpuNanos the processor time of the whole process
     * @param bytesOfOthers what was allocated by threads that are not the load's
     */
    public record Used(long cpuNanos, long bytesOfOthers) {}

    private Usage(Collection<? extends Thread> load) {
        this.load = load;
        this.allocatedBefore = allocatedByOthers();
        this.cpuBefore = SYSTEM.getProcessCpuTime();
    }

    /** Begins; the threads of the load must live until the end. */
    public static Usage begin(Collection<? extends Thread> load) {
        return new Usage(load);
    }

    /** Returns what the calling thread has allocated so far. */
    public static long allocatedByThisThread() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Returns what was used since the beginning. */
    public Used end() {
        long cpu = SYSTEM.getProcessCpuTime() - cpuBefore;
        long others = 0;
        for (Map.Entry<Long, Long> entry : allocatedByOthers().entrySet()) {
            others += entry.getValue() - allocatedBefore.getOrDefault(entry.getKey(), 0L);
        }
        return new Used(cpu, others);
    }

    /** Returns what each thread that is neither this one nor one of the load has allocated so far. */
    private Map<Long, Long> allocatedByOthers() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                allocated.put(ids[i], bytes[i]);
            }
        }
        allocated.remove(Thread.currentThread().getId());
        load.forEach(thread -> allocated.remove(thread.getId()));
        return allocated;
    }
}
