package io.slabcache.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.bench.harness.Bar;
import io.slabcache.bench.harness.Entrant;
import io.slabcache.bench.harness.Program;
import io.slabcache.bench.harness.Suite;
import io.slabcache.bench.harness.SuiteProgram;
import io.slabcache.bench.harness.SuiteProgram.Form;
import io.slabcache.bench.harness.Task;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SuitesTest {
    static Stream<SuiteProgram> suites() {
        return Suites.ALL.stream().filter(SuiteProgram.class::isInstance).map(SuiteProgram.class::cast);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void suite_everyBar_isMeasuredForBothSides(SuiteProgram program) {
        for (Form form : Form.values()) {
            Suite suite = program.suite(form);
            assertThat(suite.bars()).isNotEmpty().allSatisfy(bar -> assertMeasured(suite, bar));
            assertThat(suite.bars()).extracting(Bar::name).doesNotHaveDuplicates();
        }
    }

    private static void assertMeasured(Suite suite, Bar bar) {
        assertThat(suite.metrics()).contains(bar.metric());
        Set<Entrant> taking = suite.entrants(bar.task());
        assertThat(taking).contains(bar.entrant());
        if (bar.reference() instanceof Bar.Other other) {
            assertThat(taking).contains(other.entrant());
        } else if (bar.reference() instanceof Bar.BestPeer) {
            assertThat(taking).anyMatch(Entrant::isPeer);
        } else if (bar.reference() instanceof Bar.BestOf some) {
            assertThat(some.entrants()).isNotEmpty();
            assertThat(taking.containsAll(some.entrants())).isTrue();
        } else if (bar.reference() instanceof Bar.OtherTask other) {
            assertThat(suite.entrants(other.task())).contains(bar.entrant());
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void suite_names_areUniqueAndOneWord(SuiteProgram program) {
        Suite suite = program.suite(Form.FULL);

        assertThat(suite.tasks().keySet())
                .extracting(Task::name)
                .doesNotHaveDuplicates()
                .noneMatch(SuitesTest::isTwoWords);
        assertThat(suite.tasks().keySet()).extracting(Task::label).doesNotHaveDuplicates();
        assertThat(suite.entrants())
                .extracting(Entrant::name)
                .doesNotHaveDuplicates()
                .noneMatch(SuitesTest::isTwoWords);
    }

    private static boolean isTwoWords(String name) {
        return name.contains(" ") || name.contains(",");
    }

    @Test
    void suite_engine_measuresEveryStoreWithValuesOfBothLengths() {
        Suite suite = ((SuiteProgram) Suites.of("engine")).suite(Form.FULL);

        assertThat(suite.entrants(suite.task("GET_INTO_ZIPF_2_1024")))
                .isEqualTo(suite.entrants(suite.task("GET_INTO_ZIPF_2_100")))
                .extracting(Entrant::name)
                .contains("MAPDB", "CONCURRENT_HASH_MAP");
    }

    @ParameterizedTest
    @MethodSource("suites")
    void suite_quickForm_isAPartOfTheFullOne(SuiteProgram program) {
        Suite full = program.suite(Form.FULL);

        program.suite(Form.QUICK)
                .tasks()
                .forEach((task, taking) ->
                        assertThat(full.entrants(task).containsAll(taking)).isTrue());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void withTasks_oneOfThem_leavesTheBarsThatItAloneDecides(Form form) {
        Suite suite = ((SuiteProgram) Suites.of("client")).suite(form);
        Task task = suite.task("GET_8");

        Suite one = suite.withTasks(Set.of(task));

        assertThat(one.tasks().keySet()).containsExactly(task);
        assertThat(one.bars()).extracting(Bar::name).containsExactly("get-8");
    }

    static List<Program> programs() {
        return Suites.ALL;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void budget_quickForm_isAtMostTenMinutesAndLessThanTheFull(Program program) {
        assertThat(program.budget(true))
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofMinutes(10))
                .isLessThanOrEqualTo(program.budget(false));
    }

    @Test
    void all_names_areUnique() {
        assertThat(Suites.ALL).extracting(Program::name).doesNotHaveDuplicates().contains("client", "remote", "faults");
    }

    @Test
    void of_unknownName_isRefused() {
        assertThatThrownBy(() -> Suites.of("clients"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=clients");
    }

    @Test
    void task_unknownName_isRefused() {
        Suite suite = ((SuiteProgram) Suites.of("client")).suite(Form.QUICK);

        assertThatThrownBy(() -> suite.task("GET_9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("task=GET_9");
    }
}
