package io.slabcache.client.transcode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Objects by Java serialization, for those that asked for it. */
final class JavaSerialization implements ObjectFormat {
    /** Where a stream that begins with an object has the length of its class's name. */
    private static final int CLASS_NAME_OFFSET = 6;

    private static final int MAX_PRINTED_NAME = 200;
    private static final String OPTION = "withSerialization";

    private final @Nullable ObjectInputFilter filter;
    private final @Nullable ClassLoader loader;

    /**
     * Creates a format.
     *
     * @param filter what may be read, null if nothing is serialized at all
     * @param loader finds classes, null for the calling thread's
     */
    JavaSerialization(@Nullable ObjectInputFilter filter, @Nullable ClassLoader loader) {
        this.filter = filter;
        this.loader = loader;
    }

    @Override
    public byte[] encode(Object value) {
        String name = value.getClass().getName();
        if (filter == null) {
            throw new IllegalArgumentException(
                    "class must have a form of its own where Java serialization is not allowed: class=" + name
                            + ", option=" + OPTION);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("value must be serializable: class=" + name, e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object decode(byte[] bytes) {
        if (filter == null) {
            throw new UndecodableItemException(
                    "Java serialization must be allowed to read an object: class=" + classNameIn(bytes) + ", option="
                            + OPTION + ", valueLength=" + bytes.length,
                    null);
        }
        ClassLoader context = loader != null ? loader : Thread.currentThread().getContextClassLoader();
        ClassLoader found = context != null ? context : ClassLoader.getSystemClassLoader();
        try (ForeignObjectStream in = new ForeignObjectStream(bytes, filter, found)) {
            return read(in, bytes);
        } catch (IOException e) {
            throw unreadable(bytes, null, e);
        }
    }

    private static Object read(ForeignObjectStream in, byte[] bytes) {
        try {
            Object value = in.readObject();
            if (value == null) {
                throw new UndecodableItemException("object must not be null: valueLength=" + bytes.length, null);
            }
            return value;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            // Bytes can be made so that any of these comes out of the classes that read them.
            throw e instanceof UndecodableItemException undecodable ? undecodable : unreadable(bytes, in.refused(), e);
        }
    }

    private static UndecodableItemException unreadable(byte[] bytes, @Nullable Class<?> refused, Throwable cause) {
        String reason = refused == null
                ? "serialized object must be readable: class=" + classNameIn(bytes)
                : "filter must allow the class: class=" + refused.getName() + ", option=" + OPTION;
        return new UndecodableItemException(reason + ", valueLength=" + bytes.length, cause);
    }

    /** Finds the name of an object's class without reading the object. */
    private static String classNameIn(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < CLASS_NAME_OFFSET + Short.BYTES) {
            return "unknown";
        }
        int length = Short.toUnsignedInt(in.getShort(CLASS_NAME_OFFSET));
        int offset = CLASS_NAME_OFFSET + Short.BYTES;
        boolean begins = in.getShort(0) == ObjectStreamConstants.STREAM_MAGIC
                && bytes[CLASS_NAME_OFFSET - 1] == ObjectStreamConstants.TC_CLASSDESC;
        if (!begins || length > bytes.length - offset) {
            return "unknown";
        }
        String name = new String(bytes, offset, Math.min(length, MAX_PRINTED_NAME), StandardCharsets.US_ASCII);
        return name.replaceAll("[^ -~]", "?");
    }
}
