package io.slabcache.examples.quickstart;

import java.io.Console;
import java.io.PrintStream;

/**
 * Where the output goes.
 *
 * @param out standard output
 * @param interactive whether a person watches: only then are there colours and a moving bar
 */
record Terminal(PrintStream out, boolean interactive) {
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";
    private static final String START_OF_EMPTY_LINE = "\r\u001b[K";

    static Terminal system() {
        return new Terminal(System.out, isTerminal() && System.getenv("NO_COLOR") == null);
    }

    /** Prints the title of a part of the output. */
    void heading(String text) {
        out.println();
        out.println(interactive ? BOLD + text + PLAIN : text);
    }

    /** Prints a text, of one line or several, beside its label. */
    void line(String label, String text) {
        out.printf("  %-12s %s%n", label, text.replace("\n", "\n" + " ".repeat(15)));
    }

    /** Prints a text beside its label in place of the line that the cursor is on, and leaves the cursor there. */
    void overwrite(String label, String text) {
        out.printf("%s  %-12s %s", START_OF_EMPTY_LINE, label, text);
        out.flush();
    }

    /** Empties the line that the cursor is on. */
    void eraseLine() {
        out.print(START_OF_EMPTY_LINE);
        out.flush();
    }

    /** Prints the last line, the one that says that all went well. */
    void success(String text) {
        out.println();
        out.println(interactive ? GREEN + text + PLAIN : text);
    }

    /** Up to JDK 21 there is a console only where there is a terminal; later ones have to be asked. */
    @SuppressWarnings("SystemConsoleNull") // the check for null is for JDK 17, the question for 22 and later
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
