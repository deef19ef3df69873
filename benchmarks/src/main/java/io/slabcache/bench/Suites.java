package io.slabcache.bench;

import io.slabcache.bench.client.ClientSuites;
import io.slabcache.bench.client.FaultsMeasurement;
import io.slabcache.bench.engine.EngineSuites;
import io.slabcache.bench.gc.GcMeasurement;
import io.slabcache.bench.harness.MeasurementProgram;
import io.slabcache.bench.harness.Program;
import io.slabcache.bench.harness.SuiteProgram;
import io.slabcache.bench.hitratio.HitRatioMeasurement;
import io.slabcache.bench.jcache.JCacheSuites;
import io.slabcache.bench.memory.MemoryMeasurement;
import io.slabcache.bench.plot.PlotProgram;
import io.slabcache.bench.server.ServerMeasurement;
import java.util.List;

/** What can be run, by name. */
final class Suites {
    /** Every one; a new one is added here and nowhere else. */
    static final List<Program> ALL = List.of(
            new SuiteProgram("client", Main.class, ClientSuites::client),
            new SuiteProgram("remote", Main.class, ClientSuites::remote),
            new MeasurementProgram(FaultsMeasurement::new),
            new SuiteProgram("engine", Main.class, EngineSuites::engine),
            new SuiteProgram("scale", Main.class, EngineSuites::scale),
            new SuiteProgram("memory-seam", Main.class, EngineSuites::memorySeam),
            new SuiteProgram("jcache", Main.class, JCacheSuites::jcache),
            new MeasurementProgram(MemoryMeasurement::new),
            new MeasurementProgram(GcMeasurement::new),
            new MeasurementProgram(HitRatioMeasurement::new),
            new MeasurementProgram(ServerMeasurement::new),
            new PlotProgram());

    private Suites() {}

    /** Returns the one of a name. */
    static Program of(String name) {
        return ALL.stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such suite: name=" + name + ", suites="
                        + ALL.stream().map(Program::name).toList()));
    }

    /** Returns one that has entrants in processes of their own. */
    static SuiteProgram withEntrants(String name) {
        if (of(name) instanceof SuiteProgram program) {
            return program;
        }
        throw new IllegalArgumentException("the suite has no entrants: name=" + name);
    }
}
