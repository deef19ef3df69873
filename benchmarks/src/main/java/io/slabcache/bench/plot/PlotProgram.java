package io.slabcache.bench.plot;

import io.slabcache.bench.harness.Program;
import io.slabcache.bench.harness.ResultFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what the suites measured last on each Java into the page of figures, {@code [PAGE]}: into the {@link Section} of the suite and
 * the Java, and as plots beside the page. What else stands in the page stays as it is.
 */
public final class PlotProgram implements Program {
    private static final Path PAGE = Path.of("..", "docs", "performance.md");
    private static final String PLOTS = "plots";
    private static final int SECONDS = 10;

    @Override
    public String name() {
        return "plot";
    }

    @Override
    public Duration budget(boolean quick) {
        return Duration.ofSeconds(SECONDS);
    }

    @Override
    public void run(List<String> arguments, Path results, PrintStream out) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path page = arguments.isEmpty() ? PAGE : Path.of(arguments.get(0));
        Path directory = Files.createDirectories(page.toAbsolutePath().resolveSibling(PLOTS));
        String text = Files.readString(page);
        for (Results suite : latest(results)) {
            Section section = new Section(suite.text("suite"), suite.feature());
            text = section.replacedIn(text, lines(suite, new Plots(directory).of(suite)));
            out.println(suite.text("suite") + ", Java " + suite.feature() + ": " + page);
        }
        Files.writeString(page, text);
    }

    /** Returns of each suite on each Java what was measured last, whatever its file is called. */
    private static Collection<Results> latest(Path results) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(results)) {
            files = listed.filter(file -> file.toString().endsWith(ResultFile.ENDING))
                    .sorted()
                    .toList();
        }
        Map<String, Results> latest = new TreeMap<>();
        for (Path file : files) {
            Results suite = Results.read(file);
            latest.merge(
                    suite.text("suite") + " " + suite.feature(),
                    suite,
                    (one, other) -> other.begin().isBefore(one.begin()) ? one : other);
        }
        return latest.values();
    }

    /** Returns the lines about a suite: what it ran on, what had to be reached, the table, the plots. */
    private static List<String> lines(Results suite, List<String> plots) {
        List<String> lines = new ArrayList<>();
        lines.add("The last run: " + suite.text("form") + ", " + suite.text("begin") + ", " + suite.text("processors")
                + " processors (" + suite.text("processor") + "), memory " + suite.text("memory") + ", "
                + suite.text("system") + ", Java " + suite.text("java") + ".");
        if (suite.has("method")) {
            lines.add("Method: " + suite.text("method") + ".");
        }
        List<String> flags = suite.texts("flags");
        if (!flags.isEmpty()) {
            lines.add("Flags of the measured JVMs, heap and collector among them: `" + String.join(" ", flags) + "`.");
        }
        lines.addAll(flagsOfEach(suite.part("flagsOfEach")));
        Results versions = suite.part("versions");
        lines.add("Versions: "
                + versions.names().stream()
                        .map(name -> name + " " + versions.text(name))
                        .collect(Collectors.joining(", "))
                + ".");
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

    /** Returns a line for each set of flags that some have beside. */
    private static List<String> flagsOfEach(Results flags) {
        Map<String, List<String>> owners = new LinkedHashMap<>();
        for (String name : flags.names()) {
            if (!flags.texts(name).isEmpty()) {
                owners.computeIfAbsent(String.join(" ", flags.texts(name)), key -> new ArrayList<>())
                        .add(name);
            }
        }
        List<String> lines = new ArrayList<>();
        owners.forEach((own, names) -> lines.add("Beside: " + String.join(", ", names) + " `" + own + "`."));
        return lines;
    }
}
