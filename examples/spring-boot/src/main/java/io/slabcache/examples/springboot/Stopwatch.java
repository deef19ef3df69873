package io.slabcache.examples.springboot;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Takes the time of what a page asks for, and looks whether it reached the database. */
@Component
class Stopwatch {
    private final Statements statements;

    Stopwatch(Statements statements) {
        this.statements = statements;
    }

    <T> Served<T> time(Supplier<T> question) {
        int statementsBefore = statements.ofThisThread();
        long start = System.nanoTime();
        T answer = question.get();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new Served<>(answer, statements.ofThisThread() - statementsBefore, took);
    }
}
