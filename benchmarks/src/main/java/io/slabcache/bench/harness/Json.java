package io.slabcache.bench.harness;

import java.util.Iterator;
import java.util.Map;

/** Writes maps, lists, arrays of numbers, texts and numbers as JSON. */
public final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** Returns the text of a value. */
    public static String of(Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.out.append('\n').toString();
    }

    private void write(Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            out.append('{');
            while (entries.hasNext()) {
                Map.Entry<?, ?> entry = entries.next();
                out.append(indent).append("  ");
                text(entry.getKey().toString());
                out.append(": ");
                write(entry.getValue(), indent + "  ");
                out.append(entries.hasNext() ? "," : indent);
            }
            out.append('}');
        } else if (value instanceof double[] numbers) {
            out.append('[');
            for (int i = 0; i < numbers.length; i++) {
                out.append(i == 0 ? "" : ", ");
                number(numbers[i]);
            }
            out.append(']');
        } else if (value instanceof Iterable<?> list) {
            String separator = "[";
            for (Object element : list) {
                out.append(separator);
                write(element, indent);
                separator = ", ";
            }
            out.append(separator.equals("[") ? "[]" : "]");
        } else if (value instanceof Double number) {
            number(number);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            text(value.toString());
        }
    }

    /** JSON has no word for what is not a number. */
    private void number(double value) {
        out.append(Double.isFinite(value) ? Double.toString(value) : "null");
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
