package io.slabcache.store.memory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much memory this process can have: the least of the machine's physical memory and the limits of the control groups
 * (version 1 and 2) that the process is in. Swap does not count.
 */
public final class MachineMemory {
    /* How the control groups' limits are found.
     *
     * /proc/self/cgroup tells the path of the process in each hierarchy, /proc/self/mountinfo where a hierarchy is
     * mounted and which part of it (its root). Both may be mounted at once; only one of them then controls memory, the
     * other has no limit file, so asking both is right. The limit of every group between the process's own and the
     * mount point holds, so the least of them counts. In a container the path may name a group that cannot be seen
     * from inside (the path is the host's, the mount is the container's own group): then only the mount point is
     * asked, which is that own group.
     */
    private static final Logger LOGGER = LoggerFactory.getLogger(MachineMemory.class);
    private static final Path CGROUP_PATH = Path.of("proc", "self", "cgroup");
    private static final Path MOUNT_INFO_PATH = Path.of("proc", "self", "mountinfo");
    private static final String V1_LIMIT_FILE = "memory.limit_in_bytes";
    private static final String V2_LIMIT_FILE = "memory.max";
    private static final String V2_UNLIMITED = "max";
    private static final Pattern OCTAL_ESCAPE = Pattern.compile("\\\\([0-7]{3})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,19}");

    private final Path fileSystemRoot;
    private final LongSupplier physicalBytes;

    MachineMemory(Path fileSystemRoot, LongSupplier physicalBytes) {
        this.fileSystemRoot = fileSystemRoot;
        this.physicalBytes = physicalBytes;
    }

    /**
     * Returns how much memory this process can have. The limits are read anew by each call.
     *
     * @return bytes, more than 0
     */
    public static long limitBytes() {
        return new MachineMemory(Path.of("/"), MachineMemory::physicalMemory).limit();
    }

    private static long physicalMemory() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    long limit() {
        long physical = physicalBytes.getAsLong();
        long limit = physical > 0 ? physical : Long.MAX_VALUE;
        List<String> groups = lines(CGROUP_PATH);
        if (groups.isEmpty()) {
            return limit;
        }
        for (String mountLine : lines(MOUNT_INFO_PATH)) {
            @Nullable Mount mount = Mount.parse(mountLine);
            if (mount != null) {
                limit = Math.min(limit, limitBelow(mount, groups));
            }
        }
        return limit;
    }

    private long limitBelow(Mount mount, List<String> groups) {
        long limit = Long.MAX_VALUE;
        Path mountPoint = inRoot(mount.point());
        for (String group : groups) {
            @Nullable String path = mount.pathOf(group);
            if (path == null) {
                continue;
            }
            @Nullable Path directory = mountPoint.resolve(relative(path)).normalize();
            while (directory != null && directory.startsWith(mountPoint)) {
                limit = Math.min(limit, readLimit(directory.resolve(mount.version2() ? V2_LIMIT_FILE : V1_LIMIT_FILE)));
                directory = directory.getParent();
            }
        }
        return limit;
    }

    private static long readLimit(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException e) {
            return Long.MAX_VALUE;
        } catch (IOException e) {
            LOGGER.debug("memory limit cannot be read and is left out: file={}", file, e);
            return Long.MAX_VALUE;
        }
        if (text.equals(V2_UNLIMITED)) {
            return Long.MAX_VALUE;
        }
        if (!NUMBER.matcher(text).matches()) {
            LOGGER.debug("memory limit must be a number and is left out: file={}, text={}", file, text);
            return Long.MAX_VALUE;
        }
        long bytes = text.length() == 19 && text.compareTo(Long.toString(Long.MAX_VALUE)) > 0
                ? Long.MAX_VALUE
                : Long.parseLong(text);
        // A limit of 0 is a group that nothing may run in; this process does, so it is not its limit.
        return bytes == 0 ? Long.MAX_VALUE : bytes;
    }

    private List<String> lines(Path path) {
        Path file = fileSystemRoot.resolve(path);
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            LOGGER.debug("control groups cannot be read and are left out: file={}", file, e);
            return List.of();
        }
    }

    private Path inRoot(String absolute) {
        return fileSystemRoot.resolve(relative(absolute)).normalize();
    }

    private static String relative(String absolute) {
        return absolute.startsWith("/") ? absolute.substring(1) : absolute;
    }

    /**
     * A mounted hierarchy that may control memory.
     *
     * @param root which group of the hierarchy is seen at the mount point
     * @param point the mount point
     * @param version2 whether it is the unified hierarchy
     */
    private record Mount(String root, String point, boolean version2) {
        /** Fields before the optional ones: mount id, parent id, device, root, mount point, options. */
        private static final int FIXED_FIELDS = 6;

        static @Nullable Mount parse(String line) {
            List<String> fields = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
            int separator = fields.indexOf("-");
            if (separator < FIXED_FIELDS || fields.size() < separator + 4) {
                return null;
            }
            String type = fields.get(separator + 1);
            String superOptions = fields.get(separator + 3);
            boolean version2 = type.equals("cgroup2");
            boolean version1 = type.equals("cgroup")
                    && Arrays.asList(superOptions.split(",", -1)).contains("memory");
            return version1 || version2 ? new Mount(unescape(fields.get(3)), unescape(fields.get(4)), version2) : null;
        }

        /** Returns the group's path below the mount point; null if the line is of another hierarchy. */
        @Nullable
        String pathOf(String groupLine) {
            String[] fields = groupLine.split(":", 3);
            if (fields.length < 3) {
                return null;
            }
            boolean mine = version2
                    ? fields[0].equals("0") && fields[1].isEmpty()
                    : Arrays.asList(fields[1].split(",", -1)).contains("memory");
            if (!mine) {
                return null;
            }
            if (root.equals("/")) {
                return fields[2];
            }
            return fields[2].startsWith(root + "/") ? fields[2].substring(root.length()) : "/";
        }

        private static String unescape(String text) {
            return OCTAL_ESCAPE.matcher(text).replaceAll(match -> {
                char character = (char) Integer.parseInt(match.group(1), 8);
                return Matcher.quoteReplacement(String.valueOf(character));
            });
        }
    }
}
