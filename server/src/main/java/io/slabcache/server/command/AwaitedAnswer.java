package io.slabcache.server.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer to a command that another thread carries out: its client waits, nobody else does. */
final class AwaitedAnswer implements LongAnswer {
    /** The line to answer, without its end; null as long as the work is not done. */
    private @Nullable String line;

    private boolean done;

    private AwaitedAnswer() {}

    /**
     * Has a command carried out elsewhere.
     *
     * @param work carries it out and returns the line to answer
     * @return the answer to come, or null if there is too much to do already
     */
    static @Nullable AwaitedAnswer begin(Workplace place, Supplier<String> work, Output out) {
        AwaitedAnswer answer = new AwaitedAnswer();
        boolean begun = out.leave(place, () -> {
            String line = work.get();
            return new Detour(0, () -> answer.line = line);
        });
        return begun ? answer : null;
    }

    @Override
    public Progress proceed(ByteBuffer in, Output out) {
        String ready = line;
        if (ready == null) {
            return Progress.BLOCKED;
        }
        out.room(ready.length() + 2)
                .put(ready.getBytes(StandardCharsets.US_ASCII))
                .put((byte) '\r')
                .put((byte) '\n');
        done = true;
        return Progress.MORE;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void close() {
        // the work is taken back by the connection, if it has not begun
    }
}
