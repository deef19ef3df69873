package io.slabcache.server.http;

/**
 * Writes Prometheus's text format, version 0.0.4. A metric is begun and then given its samples. Names, labels and help are this
 * project's constants and numbers, so nothing has to be escaped.
 */
final class MetricsText {
    /** What HTTP calls the format. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String PREFIX = "slabcache_server_";

    private final StringBuilder text = new StringBuilder(1 << 14);
    private String name = "";

    /** Begins a metric that only grows; its name ends with {@code _total}. */
    MetricsText counter(String metric, String help) {
        return begin(metric, "counter", help);
    }

    /** Begins a metric that goes up and down. */
    MetricsText gauge(String metric, String help) {
        return begin(metric, "gauge", help);
    }

    /** Begins a metric of distributions. */
    MetricsText histogram(String metric, String help) {
        return begin(metric, "histogram", help);
    }

    private MetricsText begin(String metric, String type, String help) {
        name = PREFIX + metric;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /** Adds the only sample of the metric. */
    MetricsText sample(double value) {
        return sample("", "", number(value));
    }

    /** Adds the only sample of the metric. */
    MetricsText sample(long value) {
        return sample("", "", Long.toString(value));
    }

    /** Adds a sample with labels, written {@code a="b",c="d"}. */
    MetricsText sample(String labels, double value) {
        return sample("", labels, number(value));
    }

    /** Adds a sample with labels. */
    MetricsText sample(String labels, long value) {
        return sample("", labels, Long.toString(value));
    }

    /** Adds a sample whose name has a suffix; the value is written already. */
    MetricsText sample(String suffix, String labels, String value) {
        text.append(name).append(suffix);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    static String label(String name, String value) {
        return name + "=\"" + value + "\"";
    }

    static String label(String name, long value) {
        return label(name, Long.toString(value));
    }

    /** Writes a number as Prometheus reads it. */
    static String number(double value) {
        return value == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
