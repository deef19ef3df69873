package io.slabcache.concurrency;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.slabcache.store.StoreOutcome;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What several threads see of a store can be explained by one step after the other, evictions included; see
 * {@link StoreHistory}. The machine chooses the order of steps; the stores are so small that a few operations evict, move
 * pages and make the index grow.
 */
final class StoreLincheckTest {
    private static final int LONG_FACTOR = 40;

    private static final Actor AUDIT = actor("audit");
    private static final ExecutionScenario READ_AGAINST_UPDATE =
            race(List.of(actor("get", 2, 0)), List.of(actor("set", 2, 0, false, 1)), List.of(actor("get", 2, 0)));
    private static final ExecutionScenario READ_AGAINST_MOVE =
            race(List.of(actor("get", 2, 0)), List.of(actor("set", 2, 0, true, 1)), List.of(actor("get", 2, 0)));
    private static final ExecutionScenario ADD_AGAINST_ADD = race(
            List.of(actor("add", 0, 0, false, 0)), List.of(actor("add", 0, 0, false, 1)), List.of(actor("get", 0, 0)));
    private static final ExecutionScenario EVICTION_AGAINST_READ = race(
            List.of(actor("set", 0, 0, false, 0)),
            List.of(actor("get", 2, 1)),
            List.of(actor("get", 2, 0), actor("get", 3, 0), actor("get", 0, 0)));
    private static final ExecutionScenario ABORT =
            race(List.of(actor("reserve", 2, false, 0)), List.of(actor("get", 2, 1)), List.of(actor("get", 2, 0)));

    @Test
    void evictingFixture_nextInsert_evicts() {
        EvictingOperations.InHeap operations = new EvictingOperations.InHeap();
        Act act = operations.set(0, 0, false, 0);
        assertTrue(act.outcome() == StoreOutcome.DONE && !act.told().isEmpty(), act::toString);
        Act other = operations.set(1, 0, true, 0);
        assertTrue(other.outcome() == StoreOutcome.DONE && !other.told().isEmpty(), other::toString);
        operations.audit();
    }

    @Test
    void growingFixture_nextInserts_growTheIndexAndEvictNothing() {
        GrowingOperations.InHeap operations = new GrowingOperations.InHeap();
        int blocks = operations.indexPages();
        for (int key = 0; key < StoreOperations.KEYS_USED; key++) {
            Act act = operations.set(key, 0, false, 0);
            assertTrue(act.outcome() == StoreOutcome.DONE && act.told().isEmpty(), act::toString);
        }
        assertTrue(operations.indexPages() > blocks, "the index must have grown");
        operations.audit();
    }

    @Test
    void evictingStore_stress_isLinearizable() {
        stress(EvictingOperations.Verifier.class, 12, 150).check(EvictingOperations.OutsideHeap.class);
    }

    @Test
    void growingStore_stress_isLinearizable() {
        stress(GrowingOperations.Verifier.class, 12, 80).check(GrowingOperations.OutsideHeap.class);
    }

    @Test
    @Tag("long")
    void allStores_manyScenarios_areLinearizable() {
        stress(EvictingOperations.Verifier.class, 20 * LONG_FACTOR, 2000).check(EvictingOperations.OutsideHeap.class);
        stress(GrowingOperations.Verifier.class, 20 * LONG_FACTOR, 1000).check(GrowingOperations.OutsideHeap.class);
    }

    @ParameterizedTest
    @MethodSource("races")
    void race_stress_isLinearizable(ExecutionScenario race) {
        stress(EvictingOperations.Verifier.class, 0, 1000)
                .addCustomScenario(race)
                .check(EvictingOperations.OutsideHeap.class);
    }

    static Stream<ExecutionScenario> races() {
        return Stream.of(READ_AGAINST_UPDATE, READ_AGAINST_MOVE, ADD_AGAINST_ADD, EVICTION_AGAINST_READ, ABORT);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultyStore_stress_isFoundOut(Class<?> faulty, ExecutionScenario race) {
        StressOptions options =
                stress(EvictingOperations.Verifier.class, 0, 20_000).addCustomScenario(race);
        assertThrows(LincheckAssertionError.class, () -> options.check(faulty));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(FaultyOperations.ChangesUnseen.class, READ_AGAINST_UPDATE),
                arguments(FaultyOperations.AddInTwoSteps.class, ADD_AGAINST_ADD),
                arguments(FaultyOperations.EvictionsUntold.class, EVICTION_AGAINST_READ),
                arguments(FaultyOperations.EvictionsUntoldOutsideHeap.class, EVICTION_AGAINST_READ),
                arguments(FaultyOperations.ReservationsLeaked.class, ABORT));
    }

    private static ExecutionScenario race(List<Actor> one, List<Actor> other, List<Actor> afterwards) {
        return new ExecutionScenario(List.of(), List.of(one, other), afterwards, AUDIT);
    }

    private static Actor actor(String operation, Object... arguments) {
        for (Method method : StoreOperations.class.getMethods()) {
            if (method.getName().equals(operation)) {
                return new Actor(method, List.of(arguments));
            }
        }
        throw new IllegalArgumentException("no such operation: name=" + operation);
    }

    private static StressOptions stress(Class<? extends Verifier> verifier, int scenarios, int runs) {
        return new StressOptions()
                .threads(3)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(2)
                .iterations(scenarios)
                .invocationsPerIteration(runs)
                .minimizeFailedScenario(false)
                .verifier(verifier);
    }
}
