package io.slabcache.client.transcode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import org.jspecify.annotations.Nullable;

/** Reads a serialized object that somebody else may have written: nothing is created that the filter has not let through. */
final class ForeignObjectStream extends ObjectInputStream {
    /*
     * Whoever can write to the servers chooses these bytes. So the user's filter is an allow-list here, what it leaves undecided
     * is refused, and an array is refused that claims to be much longer than all bytes there are. The factor is for collections
     * whose tables are larger than what is in them.
     */

    private static final long MAX_ELEMENTS_PER_BYTE = 16;

    private final ClassLoader loader;
    private @Nullable Class<?> refused;

    ForeignObjectStream(byte[] bytes, ObjectInputFilter filter, ClassLoader loader) throws IOException {
        super(new ByteArrayInputStream(bytes));
        this.loader = loader;
        ObjectInputFilter allowed = ObjectInputFilter.rejectUndecidedClass(filter);
        long maxElements = MAX_ELEMENTS_PER_BYTE * (bytes.length + 1L);
        setObjectInputFilter(info -> {
            ObjectInputFilter.Status status =
                    info.arrayLength() > maxElements ? ObjectInputFilter.Status.REJECTED : allowed.checkInput(info);
            if (status == ObjectInputFilter.Status.REJECTED) {
                refused = info.serialClass();
            }
            return status;
        });
    }

    /** Returns the class that the filter refused, or null if it refused none. */
    @Nullable
    Class<?> refused() {
        return refused;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            // Primitive types have no loader.
            return super.resolveClass(description);
        }
    }
}
