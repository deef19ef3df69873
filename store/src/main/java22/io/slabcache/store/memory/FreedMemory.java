package io.slabcache.store.memory;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Memory that was freed, but that the C library keeps for later. */
final class FreedMemory {
    private static final Logger LOGGER = LoggerFactory.getLogger(FreedMemory.class);
    private static final ObjectName COMMANDS;
    /** The JVM's own command; it is there on Linux with glibc, the one library known to keep much. */
    private static final String TRIM = "systemTrimNativeHeap";

    static {
        try {
            COMMANDS = new ObjectName("com.sun.management:type=DiagnosticCommand");
        } catch (MalformedObjectNameException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private FreedMemory() {}

    /** Makes the C library give the machine what it keeps, where that can be done. */
    static void giveBack() {
        try {
            ManagementFactory.getPlatformMBeanServer().invoke(COMMANDS, TRIM, new Object[0], new String[0]);
        } catch (JMException e) {
            LOGGER.debug("freed memory is left to the C library: command={}", TRIM, e);
        }
    }
}
