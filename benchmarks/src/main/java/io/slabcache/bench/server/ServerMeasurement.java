package io.slabcache.bench.server;

import io.slabcache.bench.harness.Findings;
import io.slabcache.bench.harness.Measurement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The suite {@code server}: our node and memcached in one run, the server on one processor and the load on the other. A part that fails
 * says so and leaves the others alone.
 */
public final class ServerMeasurement implements Measurement {
    private static final String NAME = "server";

    private static final List<Row> ROWS = List.of(
            new LoadRow("unpipelined", List.of(1), 1.1, true),
            new LoadRow("pipelined", List.of(16, 64), 1.3, false),
            new MemoryRow(),
            new MemcaslapRow(),
            new OfferedRow(),
            new IdleRow(),
            new HitRatioRow(),
            new AllocationRow(),
            new StalledRow());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> parts() {
        return ROWS.stream().map(Row::name).toList();
    }

    @Override
    public Duration budget(boolean quick) {
        Effort effort = effort(quick);
        return Duration.ofMillis(
                ROWS.stream().mapToLong(row -> row.budgetMillis(effort)).sum());
    }

    private static Effort effort(boolean quick) {
        return quick ? Effort.QUICK : Effort.FULL;
    }

    @Override
    public Findings run(Order order) throws Exception {
        Path log = order.results().resolve(NAME + ".log");
        Files.deleteIfExists(log);
        Bench bench = new Bench(effort(order.quick()), log, order.out());
        List<ServerKind> missing = new ArrayList<>();
        for (ServerKind kind : ServerKind.values()) {
            if (!kind.isInstalled()) {
                missing.add(kind);
                bench.skip("*", kind.label() + " is not there: " + kind.program());
            }
        }
        for (Row row : ROWS) {
            if (missing.isEmpty() && order.parts().contains(row.name())) {
                measure(row, bench);
            }
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put(
                "method",
                "medians of " + bench.effort().rounds() + " rounds of "
                        + bench.effort().millis() + " ms, by turns; server on one processor, load on the other");
        more.put("commands", commands());
        more.put("rows", bench.json());
        return new Findings(ServerOptions.FIXED_HEAP, bench.table(), bench.lines(NAME), more);
    }

    private static void measure(Row row, Bench bench) throws InterruptedException {
        try {
            row.measure(bench);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            bench.skip(row.name(), "it failed: " + e);
        }
    }

    private static Map<String, Object> commands() {
        Map<String, Object> commands = new LinkedHashMap<>();
        for (ServerKind kind : ServerKind.values()) {
            commands.put(kind.label(), String.join(" ", kind.command(0, ServerOptions.with(1024))));
        }
        return commands;
    }
}
