package io.slabcache.examples.quickstart;

/** The options of the command line: their names, what they mean, their defaults and limits. */
enum Option {
    ENTRIES("--entries", "passages to cache", 300_000, 1, 10_000_000),
    THREADS("--threads", "threads that load and read", Runtime.getRuntime().availableProcessors(), 1, 256),
    SECONDS("--seconds", "how long to read", 5, 1, 3_600);

    final String flag;
    final String meaning;
    final int defaultValue;
    final int min;
    final int max;

    Option(String flag, String meaning, int defaultValue, int min, int max) {
        this.flag = flag;
        this.meaning = meaning;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    /** Reads the option's value from the word that followed it. */
    int parse(String word) throws UsageException {
        if (word.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(word);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new UsageException("%s takes a whole number from %d to %d, not '%s'".formatted(flag, min, max, word));
    }
}
