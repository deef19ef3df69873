package io.slabcache.bench.harness;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tasks that are run together.
 *
 * @param name as the command line has it
 * @param shape how long it takes
 * @param surroundings what all entrants share
 * @param metrics what is measured of every task, in the order of the table's columns
 * @param tasks who takes part in which; both in the order in which they are run, entrants in that of their first task
 * @param bars what must be reached
 */
public record Suite(
        String name,
        Shape shape,
        Surroundings surroundings,
        List<Metric> metrics,
        Map<Task, ? extends Set<? extends Entrant>> tasks,
        List<Bar> bars) {

    /** Returns everybody who takes part in one of the tasks. */
    public Set<Entrant> entrants() {
        Set<Entrant> all = new LinkedHashSet<>();
        tasks.values().forEach(all::addAll);
        return all;
    }

    /** Returns those who take part in a task. */
    public Set<Entrant> entrants(Task task) {
        Set<? extends Entrant> taking = tasks.get(task);
        return taking == null ? Set.of() : new LinkedHashSet<>(taking);
    }

    /** Returns about how long a run takes: its rounds, and what entrants do before them. */
    public Duration budget() {
        long millis = entrants().stream().mapToLong(Entrant::startMillis).sum();
        for (Task task : tasks.keySet()) {
            millis += entrants(task).size() * (task.preparationMillis() + shape.millisOfTask());
        }
        return Duration.ofMillis(shape.forks() * millis);
    }

    /** Returns the task of a name. */
    public Task task(String taskName) {
        return tasks.keySet().stream()
                .filter(task -> task.name().equals(taskName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such task: suite=" + name + ", task=" + taskName
                        + ", tasks=" + tasks.keySet().stream().map(Task::name).toList()));
    }

    /** Returns the entrant of a name. */
    public Entrant entrant(String entrantName) {
        return entrants().stream()
                .filter(entrant -> entrant.name().equals(entrantName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such entrant: suite=" + name + ", entrant="
                        + entrantName + ", entrants="
                        + entrants().stream().map(Entrant::name).toList()));
    }

    /** Returns some of the tasks with the bars that can be told from them. */
    public Suite withTasks(Set<Task> wanted) {
        Map<Task, Set<? extends Entrant>> some = new LinkedHashMap<>();
        wanted.forEach(task -> some.put(task, entrants(task)));
        List<Bar> told =
                bars.stream().filter(bar -> wanted.containsAll(bar.tasks())).toList();
        return new Suite(name, shape, surroundings, metrics, some, told);
    }

    /** Returns the same with some of the entrants. */
    public Suite withEntrants(Predicate<Entrant> wanted) {
        Map<Task, Set<? extends Entrant>> some = new LinkedHashMap<>();
        tasks.forEach((task, taking) -> {
            Set<Entrant> left = new LinkedHashSet<>(taking);
            left.removeIf(wanted.negate());
            some.put(task, left);
        });
        return new Suite(name, shape, surroundings, metrics, some, bars);
    }

    /** Returns the same in another shape. */
    public Suite withShape(Shape another) {
        return new Suite(name, another, surroundings, metrics, tasks, bars);
    }
}
