package io.slabcache.jcache.internal.config;

import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what {@code reference.conf} and {@code docs/configuration.md} say about the keys, from their table. */
final class KeyDocuments {
    private static final int WIDTH = 110;

    private KeyDocuments() {}

    /** Returns the whole of {@code reference.conf}. */
    static String reference() {
        StringBuilder out = new StringBuilder();
        comment(out, "", "The keys of slabcache.conf with their defaults; docs/configuration.md tells more.");
        comment(
                out,
                "",
                "This file is for reading: the defaults apply whether or not it is on the classpath, and nothing but"
                        + " slabcache.conf (or the file named instead) changes them.");
        out.append("slabcache {\n");
        keys(out, Scope.MANAGER, "  ");
        comment(
                out,
                "  ",
                "What applies to each cache below where it sets nothing, and to caches that a program creates.");
        out.append("  default {\n");
        keys(out, Scope.CACHE, "    ");
        listeners(out);
        trim(out);
        out.append("  }\n\n");
        comment(out, "  ", "A block for each cache that exists from the manager's start, with the keys of default.");
        comment(out, "  ", "Names with dots are quoted: \"com.example.User\" { capacity = 16 MiB }");
        out.append("  caches {}\n}\n");
        return out.toString();
    }

    private static void keys(StringBuilder out, Scope scope, String indent) {
        String section = "";
        for (ConfigKey key : ConfigKeys.of(scope)) {
            int dot = key.path().indexOf('.');
            String ownSection = dot < 0 ? "" : key.path().substring(0, dot);
            if (!section.equals(ownSection)) {
                close(out, section, indent);
                if (!ownSection.isEmpty()) {
                    out.append(indent).append(ownSection).append(" {\n");
                }
                section = ownSection;
            }
            String keyIndent = section.isEmpty() ? indent : indent + "  ";
            comment(out, keyIndent, key.description());
            out.append(keyIndent);
            @Nullable String defaultText = key.defaultText();
            String name = key.path().substring(dot + 1);
            if (defaultText == null) {
                out.append("# ")
                        .append(name)
                        .append(" = ")
                        .append(key.example())
                        .append("\n\n");
            } else {
                // The file stands for entries in this process, where such a key is refused.
                out.append(key.isRemoteOnly() ? "# " : "");
                out.append(name).append(" = ").append(defaultText).append("\n\n");
            }
        }
        close(out, section, indent);
    }

    private static void listeners(StringBuilder out) {
        comment(out, "    ", "Keys of a block of listeners:");
        for (ConfigKey key : ConfigKeys.of(Scope.LISTENER)) {
            @Nullable String defaultText = key.defaultText();
            comment(
                    out,
                    "    ",
                    "  " + key.path() + " = " + (defaultText == null ? key.example() : defaultText) + "  # "
                            + key.description());
        }
    }

    private static void close(StringBuilder out, String section, String indent) {
        if (!section.isEmpty()) {
            trim(out);
            out.append(indent).append("}\n\n");
        }
    }

    private static void trim(StringBuilder out) {
        if (out.length() > 1 && out.charAt(out.length() - 2) == '\n') {
            out.setLength(out.length() - 1);
        }
    }

    private static void comment(StringBuilder out, String indent, String text) {
        for (String line : wrapped(text, WIDTH - indent.length() - 2)) {
            out.append(indent).append("# ").append(line).append('\n');
        }
    }

    private static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String leading = text.substring(0, text.length() - text.stripLeading().length());
        StringBuilder line = new StringBuilder(leading);
        for (String word : text.strip().split(" ", -1)) {
            if (line.length() > leading.length() && line.length() + word.length() + 1 > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(leading).append("    ".repeat(leading.isEmpty() ? 0 : 1));
            }
            if (!line.toString().isBlank()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Returns the table of a scope's keys for {@code docs/configuration.md}. */
    static String table(Scope scope) {
        StringBuilder out = new StringBuilder("| key | value | default | example | meaning |\n|---|---|---|---|---|\n");
        for (ConfigKey key : ConfigKeys.of(scope)) {
            @Nullable String defaultText = key.defaultText();
            out.append("| `")
                    .append(key.path())
                    .append("` | ")
                    .append(key.type().description().replace("|", "\\|"))
                    .append(" | ")
                    .append(defaultText == null ? "unset" : "`" + defaultText + "`")
                    .append(" | `")
                    .append(key.example())
                    .append("` | ")
                    .append(key.description().replace("|", "\\|"))
                    .append(" |\n");
        }
        return out.toString();
    }
}
