package io.slabcache.annotations.cdi;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Array;
import java.util.Arrays;
import javax.cache.annotation.GeneratedCacheKey;
import org.jspecify.annotations.Nullable;

/** The key that the specification asks for where no other is generated: the arguments, arrays compared by content. */
final class ArgumentsKey implements GeneratedCacheKey {
    /*
     * Serialized form
     * The number of arguments, then each of them unshared. Caches on servers know a key by its bytes. With one array of
     * all arguments the bytes would depend on whether two equal strings among them are one object, and with the hash
     * code in it they would differ between processes, because the hash code of an enum constant does.
     */

    private static final long serialVersionUID = 1L;

    private transient @Nullable Object[] arguments;
    private transient int hashCode;

    /**
     * Makes a key.
     *
     * @param arguments what the key is made of; arrays are copied, for the method may change them before the key is used
     */
    ArgumentsKey(@Nullable Object... arguments) {
        this.arguments = (Object[]) copy(arguments);
        this.hashCode = Arrays.deepHashCode(this.arguments);
    }

    private static Object copy(Object array) {
        if (array instanceof Object[] elements) {
            @Nullable Object[] copy = elements.clone();
            for (int i = 0; i < copy.length; i++) {
                Object element = copy[i];
                if (element != null && element.getClass().isArray()) {
                    copy[i] = copy(element);
                }
            }
            return copy;
        }
        int length = Array.getLength(array);
        Object copy = Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(arguments.length);
        for (Object argument : arguments) {
            out.writeUnshared(argument);
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        int length = in.readInt();
        // A method has at most 255 parameters; the bytes may be anybody's.
        if (length < 0 || length > 255) {
            throw new InvalidObjectException("a method has 0 to 255 arguments: length=" + length);
        }
        arguments = new Object[length];
        for (int i = 0; i < length; i++) {
            arguments[i] = in.readObject();
        }
        hashCode = Arrays.deepHashCode(arguments);
    }

    @Override
    public int hashCode() {
        return hashCode;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof ArgumentsKey other
                && hashCode == other.hashCode
                && Arrays.deepEquals(arguments, other.arguments);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(arguments);
    }
}
