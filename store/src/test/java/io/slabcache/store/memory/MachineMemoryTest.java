package io.slabcache.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class MachineMemoryTest {
    private static final long PHYSICAL = 32L << 30;
    private static final String V2_MOUNT =
            "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";
    private static final String V1_MOUNT =
            "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory";
    private static final String V1_CPU_MOUNT = "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu";

    @TempDir
    private Path root;

    @Test
    void limitBytes_thisMachine_positiveAndAtMostPhysical() {
        long physical =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();

        assertThat(MachineMemory.limitBytes()).isPositive().isLessThanOrEqualTo(physical);
    }

    @Test
    void limit_noProcFileSystem_physical() {
        assertThat(limit()).isEqualTo(PHYSICAL);
    }

    @Test
    void limit_physicalUnknown_groupsLimit() throws IOException {
        system("0::/app", V2_MOUNT);
        write("sys/fs/cgroup/app/memory.max", "1000000000\n");

        assertThat(new MachineMemory(root, () -> 0).limit()).isEqualTo(1_000_000_000);
        assertThat(new MachineMemory(root, () -> -1).limit()).isEqualTo(1_000_000_000);
    }

    @Test
    void limit_physicalUnknownAndNoGroups_unbounded() {
        assertThat(new MachineMemory(root, () -> 0).limit()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void limit_version2OwnGroup_itsLimit() throws IOException {
        system("0::/system.slice/app.service", V2_MOUNT);
        write("sys/fs/cgroup/system.slice/app.service/memory.max", "536870912\n");
        write("sys/fs/cgroup/system.slice/memory.max", "max\n");

        assertThat(limit()).isEqualTo(512L << 20);
    }

    @Test
    void limit_version2ParentIsTighter_parentsLimit() throws IOException {
        system("0::/kubepods/pod1/container", V2_MOUNT);
        write("sys/fs/cgroup/kubepods/pod1/container/memory.max", "2147483648\n");
        write("sys/fs/cgroup/kubepods/pod1/memory.max", "1073741824\n");
        write("sys/fs/cgroup/kubepods/memory.max", "8589934592\n");

        assertThat(limit()).isEqualTo(1L << 30);
    }

    @Test
    void limit_version2UnlimitedEverywhere_physical() throws IOException {
        system("0::/a/b", V2_MOUNT);
        write("sys/fs/cgroup/a/b/memory.max", "max\n");

        assertThat(limit()).isEqualTo(PHYSICAL);
    }

    @Test
    void limit_aboveMountPoint_notRead() throws IOException {
        system("0::/../../other", V2_MOUNT);
        write("sys/fs/memory.max", "1\n");
        write("sys/fs/cgroup/memory.max", "1073741824\n");
        write("sys/other/memory.max", "2\n");

        assertThat(limit()).isEqualTo(PHYSICAL);
    }

    @Test
    void limit_containerWithOwnNamespace_mountPointsLimit() throws IOException {
        system("0::/", V2_MOUNT);
        write("sys/fs/cgroup/memory.max", "805306368\n");

        assertThat(limit()).isEqualTo(768L << 20);
    }

    @Test
    void limit_version1OwnGroup_itsLimit() throws IOException {
        system("4:memory:/docker/abc\n1:cpu:/docker/abc", V1_CPU_MOUNT, V1_MOUNT);
        write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "268435456\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(limit()).isEqualTo(256L << 20);
    }

    @Test
    void limit_version1MemoryMountedWithOthers_itsLimit() throws IOException {
        system("4:cpuset,memory:/a", "35 31 0:32 / /cg rw - cgroup cgroup rw,cpuset,memory");
        write("cg/a/memory.limit_in_bytes", "268435456\n");

        assertThat(limit()).isEqualTo(256L << 20);
    }

    @Test
    void limit_version1ContainersRootIsItsGroup_mountPointsLimit() throws IOException {
        system(
                "4:memory:/docker/abc",
                "35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "134217728\n");

        assertThat(limit()).isEqualTo(128L << 20);
    }

    @Test
    void limit_groupBelowMountsRoot_theGroupsLimit() throws IOException {
        system(
                "4:memory:/docker/abc/jvm",
                "35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "134217728\n");
        write("sys/fs/cgroup/memory/jvm/memory.limit_in_bytes", "67108864\n");

        assertThat(limit()).isEqualTo(64L << 20);
    }

    @Test
    void limit_pathOutsideOfMountsRoot_mountPointsLimit() throws IOException {
        system(
                "4:memory:/docker/abcdef",
                "35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "134217728\n");
        write("sys/fs/cgroup/memory/def/memory.limit_in_bytes", "1\n");

        assertThat(limit()).isEqualTo(128L << 20);
    }

    @Test
    void limit_hybrid_hierarchyWithMemoryCounts() throws IOException {
        system(
                "4:memory:/job\n0::/job",
                V1_MOUNT,
                "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw");
        write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "100663296\n");
        Files.createDirectories(root.resolve("sys/fs/cgroup/unified/job"));

        assertThat(limit()).isEqualTo(96L << 20);
    }

    @Test
    void limit_mountPointWithSpace_unescaped() throws IOException {
        system("0::/a", "30 23 0:26 / /my\\040groups rw - cgroup2 cgroup2 rw");
        write("my groups/a/memory.max", "100663296\n");

        assertThat(limit()).isEqualTo(96L << 20);
    }

    @TestFactory
    Stream<DynamicTest> limit_notALimit_leftOut() {
        return Stream.of("", "lots", "-1", "0", "12 34", "9223372036854775808", "99999999999999999999999")
                .map(text -> DynamicTest.dynamicTest("'" + text + "'", () -> {
                    system("0::/a", V2_MOUNT);
                    write("sys/fs/cgroup/a/memory.max", text);

                    assertThat(limit()).isEqualTo(PHYSICAL);
                }));
    }

    @Test
    void limit_limitIsADirectory_leftOut() throws IOException {
        system("0::/a", V2_MOUNT);
        Files.createDirectories(root.resolve("sys/fs/cgroup/a/memory.max"));

        assertThat(limit()).isEqualTo(PHYSICAL);
    }

    @Test
    void limit_damagedProcFiles_linesLeftOut() throws IOException {
        system("nonsense\n0::/a\n7", "", "1 2 3", "1 2 3 / /x rw - cgroup2", V2_MOUNT);
        write("sys/fs/cgroup/a/memory.max", "100663296");

        assertThat(limit()).isEqualTo(96L << 20);
    }

    private long limit() {
        return new MachineMemory(root, () -> PHYSICAL).limit();
    }

    private void system(String groups, String... mounts) throws IOException {
        write("proc/self/cgroup", groups + "\n");
        write("proc/self/mountinfo", String.join("\n", mounts) + "\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
