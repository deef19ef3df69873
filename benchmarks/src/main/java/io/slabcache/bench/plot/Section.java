package io.slabcache.bench.plot;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of the page about one suite on one Java: under a heading, between two comments that name both, and that within the two
 * comments that name the suite. What stands there in another form, written by hand, gives way to the first run on any Java.
 *
 * @param suite the suite's name
 * @param feature the Java's feature release
 */
record Section(String suite, int feature) {

    /** Returns the page with other lines here; a suite that has no comments yet comes at its end. */
    String replacedIn(String page, List<String> lines) {
        String begin = begin(suite);
        String end = end(suite);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            return page.stripTrailing() + "\n\n## " + suite + "\n\n" + begin + "\n" + text(lines) + end + "\n";
        }
        String body = page.substring(from + begin.length(), to);
        return page.substring(0, from) + begin + "\n" + replacedAmong(body, lines) + page.substring(to);
    }

    /** Returns the parts about all Javas with other lines in this one, the older Java first. */
    private String replacedAmong(String body, List<String> lines) {
        Matcher others = Pattern.compile(
                        "\n### Java (\\d+)\n\n" + begin(suite + " \\1") + "\n.*?" + end(suite + " \\1") + "\n",
                        Pattern.DOTALL)
                .matcher(body);
        StringBuilder parts = new StringBuilder();
        boolean written = false;
        while (others.find()) {
            int other = Integer.parseInt(others.group(1));
            if (!written && other >= feature) {
                parts.append(text(lines));
                written = true;
            }
            if (other != feature) {
                parts.append(others.group());
            }
        }
        return written ? parts.toString() : parts + text(lines);
    }

    private String text(List<String> lines) {
        String name = suite + " " + feature;
        return "\n### Java " + feature + "\n\n" + begin(name) + "\n" + String.join("\n", lines) + end(name) + "\n";
    }

    private static String begin(String name) {
        return "<!-- begin " + name + " -->";
    }

    private static String end(String name) {
        return "<!-- end " + name + " -->";
    }
}
