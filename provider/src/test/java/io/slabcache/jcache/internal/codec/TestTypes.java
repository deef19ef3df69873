package io.slabcache.jcache.internal.codec;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Classes that are put into caches by the tests. */
final class TestTypes {
    private TestTypes() {}

    static class Animal implements Serializable {
        private static final long serialVersionUID = 1L;

        final String name;

        Animal(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Animal animal && name.equals(animal.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static final class Dog extends Animal {
        private static final long serialVersionUID = 1L;

        final ArrayList<Animal> friends;

        Dog(String name, List<Animal> friends) {
            super(name);
            this.friends = new ArrayList<>(friends);
        }
    }

    record Point(int x, int y) implements Serializable {}

    record Box(Object content) implements Serializable {
        enum Size {
            SMALL,
            LARGE {
                @Override
                boolean isLarge() {
                    return true;
                }
            };

            boolean isLarge() {
                return false;
            }
        }

        record Label(String text) implements Serializable {}

        static final class Lid implements Serializable {
            private static final long serialVersionUID = 1L;
        }
    }

    /** Written through a proxy object, so that the stream does not name it. */
    static final class Replaced implements Serializable {
        private static final long serialVersionUID = 1L;

        final int number;

        Replaced(int number) {
            this.number = number;
        }

        private Object writeReplace() {
            return new Form(number);
        }

        private void readObject(ObjectInputStream in) throws IOException {
            throw new InvalidObjectException("only its form is read");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Replaced replaced && number == replaced.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(number);
        }

        private record Form(int number) implements Serializable {
            private Object readResolve() {
                return new Replaced(number);
            }
        }
    }

    /** Catches what its fields throw. */
    static final class Swallowing implements Serializable {
        private static final long serialVersionUID = 1L;

        private transient @Nullable Object content;

        Swallowing(Object content) {
            this.content = content;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            out.writeObject(content);
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            try {
                content = in.readObject();
            } catch (RuntimeException e) {
                content = e.getMessage();
            }
        }
    }

    /** Fails when it is read. */
    static final class Failing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            throw new IllegalStateException("cannot be read");
        }
    }

    static final class NotSerializable {}

    /** A chain, each link one object deeper. */
    static final class Link implements Serializable {
        private static final long serialVersionUID = 1L;

        @Nullable
        Link next;

        static Link chain(int length) {
            var first = new Link();
            Link last = first;
            for (int i = 1; i < length; i++) {
                last.next = new Link();
                last = last.next;
            }
            return first;
        }

        int length() {
            int length = 0;
            for (Link link = this; link != null; link = link.next) {
                length++;
            }
            return length;
        }
    }

    /** An interface for proxies. */
    interface Greeter {
        String greet();
    }

    record Greeting(String text) implements InvocationHandler, Serializable {
        @Override
        public Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
            return text;
        }
    }
}
