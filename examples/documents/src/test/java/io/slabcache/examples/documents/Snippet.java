package io.slabcache.examples.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a document.
 *
 * @param place the document and the number of the block in it
 * @param language the word behind the fence; empty if there is none
 * @param source the file that the line above the block names; null if it names none
 * @param isForeign whether the line above says that the block is another project's
 * @param lines of the block, without indentation, without empty ones
 */
record Snippet(String place, String language, @Nullable String source, boolean isForeign, List<String> lines) {
    private static final Pattern BLOCK = Pattern.compile(
            "(?:^<!-- (?:from (\\S+)|(not ours: [^\\n]+)) -->\\R+)?^```([a-z]*)\\R(.*?)^```$",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Set<String> LEFT_OUT = Set.of("…", "// …", "# …");

    static List<Snippet> of(String document, String text) {
        List<Snippet> snippets = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            snippets.add(new Snippet(
                    document + " block " + (snippets.size() + 1),
                    block.group(3),
                    block.group(1),
                    block.group(2) != null,
                    lines(block.group(4))));
        }
        return snippets;
    }

    /** Returns the first line that the file does not have at its place, or null if all is there. */
    @Nullable
    String missing(String file) {
        List<String> there = lines(file);
        String furthest = lines.isEmpty() ? "" : lines.get(0);
        int most = -1;
        for (int start = 0; start < there.size(); start++) {
            int found = match(there, start, 0);
            if (found == lines.size()) {
                return null;
            }
            if (found > most) {
                most = found;
                furthest = lines.get(found);
            }
        }
        return furthest;
    }

    /** Counts the lines, from the first, that stand in a file: the line with a number from a place on, then the rest. */
    private int match(List<String> there, int start, int first) {
        int at = start;
        int line = first;
        while (line < lines.size() && !LEFT_OUT.contains(lines.get(line))) {
            if (at == there.size() || !there.get(at).equals(lines.get(line))) {
                return line;
            }
            at++;
            line++;
        }
        if (line >= lines.size() - 1) {
            return lines.size();
        }
        int most = line + 1;
        for (int next = at; next < there.size() && most < lines.size(); next++) {
            most = Math.max(most, match(there, next, line + 1));
        }
        return most;
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @Override
    public String toString() {
        return place;
    }
}
