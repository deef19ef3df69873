package io.slabcache.jcache.internal.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** Writes one object by Java serialization and tells the rules the classes it names. */
final class ObjectWriter extends ObjectOutputStream {
    private final ClassRules rules;

    /**
     * Creates a writer.
     *
     * @param out receives the stream, without its header
     * @param rules learn the classes
     * @throws IOException if the stream cannot be written
     */
    ObjectWriter(OutputStream out, ClassRules rules) throws IOException {
        super(out);
        this.rules = rules;
    }

    @Override
    protected void writeStreamHeader() {
        // The type tag stands for it.
    }

    @Override
    protected void annotateClass(Class<?> type) {
        rules.written(type);
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        for (Class<?> implemented : type.getInterfaces()) {
            rules.written(implemented);
        }
    }
}
