package io.slabcache.examples.quickstart;

import java.util.function.DoubleSupplier;

/** Shows how far a task is: a bar that moves on a terminal, a line per quarter elsewhere. Used by one thread. */
final class Progress {
    private static final int BAR_WIDTH = 40;
    private static final int LINES_ELSEWHERE = 4;

    private final Terminal terminal;
    private final String task;
    /** How much is done, between 0 and 1; asked whenever the progress is drawn. */
    private final DoubleSupplier done;

    private int linesPrinted;

    Progress(Terminal terminal, String task, DoubleSupplier done) {
        this.terminal = terminal;
        this.task = task;
        this.done = done;
    }

    /** Draws what is done by now. */
    void draw() {
        double share = Math.min(done.getAsDouble(), 1);
        if (terminal.interactive()) {
            int filled = (int) (share * BAR_WIDTH);
            String bar = "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled);
            terminal.overwrite(task, "[%s] %3.0f %%".formatted(bar, 100 * share));
        } else if ((int) (share * LINES_ELSEWHERE) > linesPrinted) {
            linesPrinted = (int) (share * LINES_ELSEWHERE);
            terminal.line(task, "%3d %%".formatted(100 * linesPrinted / LINES_ELSEWHERE));
        }
    }

    /** Takes the bar away; what comes next is printed in its place. */
    void clear() {
        if (terminal.interactive()) {
            terminal.eraseLine();
        }
    }
}
