package io.slabcache.examples.quickstart;

import java.util.EnumMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asked for.
 *
 * @param entries how many passages to cache
 * @param threads how many threads load and read
 * @param seconds how long to read
 * @param servers the addresses of memcached servers; null for memory in this process
 * @param help whether to print the usage alone
 */
record Arguments(
        int entries, int threads, int seconds, @Nullable String servers, boolean help) {
    private static final String SERVERS_FLAG = "--memcached";
    private static final String SERVERS_VARIABLE = "MEMCACHED";

    /** Commands that start servers and run the example on them. */
    static final String START_SERVERS = """
              memcached -l 127.0.0.1 -p 11211 -m 512 &
              memcached -l 127.0.0.1 -p 11212 -m 512 &
              java -Xmx128m -jar quickstart.jar --memcached 127.0.0.1:11211,127.0.0.1:11212\
            """;

    static Arguments parse(String... words) throws UsageException {
        return parse(System.getenv(), words);
    }

    static Arguments parse(Map<String, String> environment, String... words) throws UsageException {
        Map<Option, Integer> values = new EnumMap<>(Option.class);
        String servers = null;
        boolean help = false;
        ListIterator<String> rest = List.of(words).listIterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--help")) {
                help = true;
                continue;
            }
            if (word.equals(SERVERS_FLAG)) {
                servers = servers(rest, environment);
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
                servers,
                help);
    }

    static String usage() {
        var text = new StringBuilder("usage: java -Xmx128m -jar quickstart.jar [option value]...\n");
        for (Option option : Option.values()) {
            text.append("  %s <n>  %s, default %d\n".formatted(option.flag, option.meaning, option.defaultValue));
        }
        return text.append("  --memcached [host:port,...]  on these servers, or those of the variable MEMCACHED\n")
                .append("  --help         this text\n")
                .toString();
    }

    /** Takes the next word unless it is an option, else what the environment says. */
    private static String servers(ListIterator<String> rest, Map<String, String> environment) throws UsageException {
        if (rest.hasNext()) {
            String word = rest.next();
            if (!word.startsWith("--")) {
                return word;
            }
            rest.previous();
        }
        String servers = environment.getOrDefault(SERVERS_VARIABLE, "");
        if (servers.isBlank()) {
            throw new UsageException(
                    "--memcached takes the addresses of servers, host:port with commas between them, unless the variable\n"
                            + "MEMCACHED has them. This starts two:\n" + START_SERVERS);
        }
        return servers;
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
