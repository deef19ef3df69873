package io.slabcache.examples.quickstart;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What the command line asked for. */
record Arguments(int entries, int threads, int seconds, boolean help) {
    static Arguments parse(String... words) throws UsageException {
        Map<Option, Integer> values = new EnumMap<>(Option.class);
        boolean help = false;
        Iterator<String> rest = List.of(words).iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--help")) {
                help = true;
                continue;
            }
            Option option = option(word);
            if (!rest.hasNext()) {
                throw new UsageException(option.flag + " takes a value");
            }
            values.put(option, option.parse(rest.next()));
        }
        return new Arguments(
                values.getOrDefault(Option.ENTRIES, Option.ENTRIES.defaultValue),
                values.getOrDefault(Option.THREADS, Option.THREADS.defaultValue),
                values.getOrDefault(Option.SECONDS, Option.SECONDS.defaultValue),
                help);
    }

    static String usage() {
        var text = new StringBuilder("usage: java -Xmx128m -jar quickstart.jar [option value]...\n");
        for (Option option : Option.values()) {
            text.append("  %s <n>  %s, default %d\n".formatted(option.flag, option.meaning, option.defaultValue));
        }
        return text.append("  --help         this text\n").toString();
    }

    private static Option option(String flag) throws UsageException {
        for (Option option : Option.values()) {
            if (option.flag.equals(flag)) {
                return option;
            }
        }
        throw new UsageException("unknown argument '" + flag + "'");
    }
}
