package io.slabcache.bench.plot;

import io.slabcache.bench.harness.Program;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes what the suites measured last into the page of figures, {@code [PAGE]}: between the two comments that name a suite, and as
 * plots beside the page. What else stands in the page stays as it is.
 */
public final class PlotProgram implements Program {
    private static final Path PAGE = Path.of("..", "docs", "performance.md");
    private static final String PLOTS = "plots";

    @Override
    public String name() {
        return "plot";
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path page = arguments.isEmpty() ? PAGE : Path.of(arguments.get(0));
        Path directory = Files.createDirectories(page.toAbsolutePath().resolveSibling(PLOTS));
        String text = Files.readString(page);
        List<Path> files;
        try (Stream<Path> listed = Files.list(results)) {
            files = listed.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Results suite = Results.read(file);
            List<String> lines = section(suite, new Plots(directory).of(suite));
            text = replaced(text, suite.text("suite"), lines);
            out.println(suite.text("suite") + ": " + page);
        }
        Files.writeString(page, text);
    }

    /** Returns the lines about a suite: what it ran on, what had to be reached, the table, the plots. */
    private static List<String> section(Results suite, List<String> plots) {
        List<String> lines = new ArrayList<>();
        lines.add("The last run: " + suite.text("form") + ", " + suite.text("begin") + ", " + suite.text("processors")
                + " processors (" + suite.text("processor") + "), memory " + suite.text("memory") + ", "
                + suite.text("system") + ", Java " + suite.text("java") + ".");
        if (suite.has("flags")) {
            lines.add("Flags of the measured JVMs, beside those that a store cannot do without: `"
                    + String.join(" ", suite.texts("flags")) + "`.");
        }
        lines.add("");
        lines.add("```");
        lines.addAll(suite.texts("ratios"));
        lines.add("```");
        lines.add("");
        if (suite.has("table")) {
            lines.addAll(suite.texts("table"));
            lines.add("");
        }
        for (String plot : plots) {
            lines.add("![" + plot.replaceAll("[-.]", " ").replace(" svg", "") + "](" + PLOTS + "/" + plot + ")");
            lines.add("");
        }
        return lines;
    }

    /** Returns the text with other lines between a suite's comments, which are put at its end if there are none. */
    static String replaced(String text, String suite, List<String> lines) {
        String begin = "<!-- begin " + suite + " -->";
        String end = "<!-- end " + suite + " -->";
        String section = begin + "\n" + String.join("\n", lines) + end;
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            return text.stripTrailing() + "\n\n## " + suite + "\n\n" + section + "\n";
        }
        return text.substring(0, from) + section + text.substring(to + end.length());
    }
}
