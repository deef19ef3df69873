package io.slabcache.jcache.internal.codec;

import io.slabcache.jcache.RefusedClassException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import javax.cache.CacheException;

/** Objects of any serializable class, read back through the rules and limits. */
final class SerializationFormat implements Format<Object> {
    private static final BufferPool BUFFERS = new BufferPool();

    private final ClassRules rules;
    private final ClassResolver resolver;

    /**
     * Creates a format.
     *
     * @param rules decide which classes are read, and learn those that are written
     * @param resolver finds classes
     */
    SerializationFormat(ClassRules rules, ClassResolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
    }

    @Override
    public byte[] encode(Object object, int headroom) {
        BufferPool.Buffer buffer = BUFFERS.acquire();
        try {
            buffer.begin(headroom, TypeTag.JAVA_SERIALIZED);
            try (ObjectOutputStream out = new ObjectWriter(buffer, rules)) {
                out.writeObject(object);
            }
            return buffer.toByteArray();
        } catch (NotSerializableException e) {
            throw new CacheException(
                    "an object must be serializable, or its cache have a codec for it: class="
                            + object.getClass().getName() + ", notSerializable=" + e.getMessage(),
                    e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The stack overflows for objects that are nested too deeply; the stream is given up, nothing else is hurt.
            throw new CacheException(
                    "an object cannot be serialized: class=" + object.getClass().getName(), e);
        } finally {
            BUFFERS.release(buffer);
        }
    }

    @Override
    public Object decode(TypeTag tag, byte[] bytes, int offset, int length) {
        var in = new ByteArrayInputStream(bytes, offset, length);
        var limits = new GraphLimits(length);
        try (var reader = new ObjectReader(in, rules, resolver, limits)) {
            Object object = reader.readObject();
            RefusedClassException refusal = reader.refusal();
            if (refusal != null) {
                throw refusal;
            }
            if (in.available() > 0) {
                throw new MalformedForm(
                        "an object must end with its bytes: left=" + in.available(), tag, offset, length, null);
            }
            if (object == null) {
                throw new MalformedForm("an object must not be null", tag, offset, length, null);
            }
            return object;
        } catch (RefusedClassException | MalformedForm e) {
            throw e;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            // Code of the objects' classes has run: what it throws is the object's failure, not the cache's.
            throw failure(limits, tag, offset, length, e);
        }
    }

    private static CacheException failure(GraphLimits limits, TypeTag tag, int offset, int length, Throwable cause) {
        String rejection = limits.rejection();
        if (rejection != null) {
            return new MalformedForm(rejection, tag, offset, length, cause);
        }
        Class<?> last = limits.lastClass();
        return new CacheException(
                "an object cannot be deserialized: offset=" + offset + ", length=" + length + ", lastClass="
                        + (last == null ? "none" : last.getName()) + ", cause=" + cause,
                cause);
    }
}
