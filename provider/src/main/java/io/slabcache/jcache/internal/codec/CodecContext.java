package io.slabcache.jcache.internal.codec;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the codecs of a cache, or of all caches of a manager, share: the manager's class loader (held weakly) and the
 * classes that may be deserialized. Safe for use by several threads.
 */
public final class CodecContext {
    private final EnumFormat enums;
    private final RecordFormat records;
    private final SerializationFormat serialization;
    private final Undecodable undecodable;
    private final LongAdder undecodableValues = new LongAdder();

    private CodecContext(Builder builder) {
        var rules = new ClassRules(builder.allowedClasses, builder.learnWritten);
        var resolver = new ClassResolver(builder.managerLoader);
        this.enums = new EnumFormat(rules, resolver);
        this.records = new RecordFormat(rules, resolver, enums);
        this.serialization = new SerializationFormat(rules, resolver);
        this.undecodable = builder.undecodable;
    }

    /**
     * Starts a context in which no class is allowed besides the JDK's values and collections, nothing is learned, and
     * what cannot be decoded is an exception.
     *
     * @param managerLoader the manager's class loader
     * @return a builder
     */
    public static Builder builder(ClassLoader managerLoader) {
        return new Builder(managerLoader);
    }

    /**
     * Returns how many values were treated as absent because they could not be decoded.
     *
     * @return the count since the context was made
     */
    public long undecodableValues() {
        return undecodableValues.sum();
    }

    EnumFormat enums() {
        return enums;
    }

    RecordFormat records() {
        return records;
    }

    SerializationFormat serialization() {
        return serialization;
    }

    Undecodable undecodable() {
        return undecodable;
    }

    void countUndecodable() {
        undecodableValues.increment();
    }

    /** Collects a context's settings. */
    public static final class Builder {
        private final ClassLoader managerLoader;
        private Collection<String> allowedClasses = List.of();
        private boolean learnWritten;
        private Undecodable undecodable = Undecodable.THROW;

        private Builder(ClassLoader managerLoader) {
            this.managerLoader = managerLoader;
        }

        /**
         * Sets the classes that may be deserialized.
         *
         * @param patterns names of classes, {@code package.*}, or {@code package.**} to include those below
         * @return this builder
         */
        public Builder allowedClasses(Collection<String> patterns) {
            this.allowedClasses = List.copyOf(patterns);
            return this;
        }

        /**
         * Sets whether classes may be read once this context has written them; for stores nobody else can write to.
         *
         * @param learn whether to learn
         * @return this builder
         */
        public Builder learnWritten(boolean learn) {
            this.learnWritten = learn;
            return this;
        }

        /**
         * Sets what happens to values that cannot be decoded.
         *
         * @param reaction the reaction
         * @return this builder
         */
        public Builder undecodable(Undecodable reaction) {
            this.undecodable = reaction;
            return this;
        }

        /**
         * Makes the context.
         *
         * @return a new context
         * @throws IllegalArgumentException if a pattern is malformed
         */
        public CodecContext build() {
            return new CodecContext(this);
        }
    }
}
