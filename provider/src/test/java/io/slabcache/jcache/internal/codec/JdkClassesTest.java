package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.Stack;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

// Old classes are cached too.
@SuppressWarnings({"JavaUtilDate", "JdkObsolete"})
class JdkClassesTest {
    private static final ValueCodec<Object> STRICT = Codecs.forValues(
            Object.class,
            null,
            CodecContext.builder(JdkClassesTest.class.getClassLoader()).build());

    static Stream<Object> collections() {
        List<String> three = List.of("b", "a", "c");
        Map<String, Integer> map = Map.of("a", 1, "b", 2, "c", 3);
        Stream<Collection<String>> lists = Stream.of(
                List.of(),
                List.of("a"),
                three,
                Set.of("a"),
                Set.of("a", "b", "c"),
                new ArrayList<>(three),
                new LinkedList<>(three),
                new Vector<>(three),
                stack(three),
                new HashSet<>(three),
                new LinkedHashSet<>(three),
                new TreeSet<>(three),
                treeSet(String.CASE_INSENSITIVE_ORDER, three),
                treeSet(Comparator.reverseOrder(), three),
                treeSet(Comparator.naturalOrder(), three),
                treeSet(Collections.reverseOrder(String.CASE_INSENSITIVE_ORDER), three),
                new CopyOnWriteArrayList<>(three),
                new CopyOnWriteArraySet<>(three),
                new ConcurrentSkipListSet<>(three),
                keySet(three),
                Arrays.asList("a", null),
                Collections.emptyList(),
                Collections.emptySet(),
                Collections.emptySortedSet(),
                Collections.singletonList("a"),
                Collections.singleton("a"),
                Collections.unmodifiableList(new ArrayList<>(three)),
                Collections.unmodifiableList(new LinkedList<>(three)),
                Collections.unmodifiableSet(new HashSet<>(three)),
                Collections.unmodifiableSortedSet(new TreeSet<>(three)),
                Collections.unmodifiableNavigableSet(new TreeSet<>(three)),
                Collections.synchronizedList(new ArrayList<>(three)),
                Collections.synchronizedSet(new HashSet<>(three)),
                Collections.synchronizedNavigableSet(new TreeSet<>(three)),
                Collections.newSetFromMap(new LinkedHashMap<>()));
        Stream<Map<String, Integer>> maps = Stream.of(
                Map.of(),
                Map.of("a", 1),
                map,
                new HashMap<>(map),
                new HashMap<>(),
                new LinkedHashMap<>(map),
                new TreeMap<>(map),
                new Hashtable<>(map),
                new ConcurrentHashMap<>(map),
                new ConcurrentSkipListMap<>(map),
                Collections.emptyMap(),
                Collections.emptySortedMap(),
                Collections.singletonMap("a", 1),
                Collections.unmodifiableMap(new HashMap<>(map)),
                Collections.unmodifiableSortedMap(new TreeMap<>(map)),
                Collections.unmodifiableNavigableMap(new TreeMap<>(map)),
                Collections.synchronizedMap(new HashMap<>(map)),
                Collections.synchronizedNavigableMap(new TreeMap<>(map)));
        Stream<Object> others = Stream.of(
                EnumSet.of(TimeUnit.DAYS),
                EnumSet.noneOf(DayOfWeek.class),
                new EnumMap<>(Map.of(DayOfWeek.MONDAY, "m")),
                properties(),
                new AbstractMap.SimpleEntry<>("a", 1),
                new AbstractMap.SimpleImmutableEntry<>("a", 1));
        return Stream.concat(Stream.concat(lists, maps), others);
    }

    static Stream<Object> values() {
        return Stream.of(
                BitSet.valueOf(new byte[] {1, 2}),
                new MathContext(3, RoundingMode.CEILING),
                new GregorianCalendar(TimeZone.getTimeZone("Europe/Berlin"), Locale.GERMANY),
                TimeZone.getTimeZone("UTC"),
                Locale.forLanguageTag("zh-Hant-TW-x-lvariant-a"),
                new Locale("no", "NO", "NY"),
                sql("Date", 1),
                sql("Time", 2),
                sql("Timestamp", 3),
                JapaneseDate.of(2020, 1, 1),
                List.of(LocalDate.MAX, ZonedDateTime.parse("2026-11-22T12:00:00+01:00[Europe/Berlin]")),
                List.of(new BigDecimal("1.5"), URI.create("a:b"), UUID.randomUUID(), new Date(4), TimeUnit.DAYS),
                List.of(true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7d),
                new String[] {"a", "b"},
                new Object[] {1, "b"},
                new Integer[][] {{1}, {2}},
                new Comparable<?>[] {1, "b"},
                new List<?>[] {List.of(1)},
                new boolean[] {true},
                new short[] {1},
                new char[] {'a'},
                new int[] {1, 2},
                new long[][] {{1}, {2, 3}},
                new float[] {1},
                new double[] {1});
    }

    @ParameterizedTest
    @MethodSource({"collections", "values"})
    void decode_valueOfTheJdk_needsNoConfiguration(Object object) {
        Object decoded = STRICT.decode(STRICT.encode(object));

        assertThat(decoded).hasSameClassAs(object).isEqualTo(object);
    }

    static Stream<Object> withoutEquals() {
        List<String> three = List.of("b", "a", "c");
        return Stream.of(
                new ArrayDeque<>(three),
                new PriorityQueue<>(three),
                new PriorityQueue<String>(Comparator.reverseOrder()),
                new ConcurrentLinkedQueue<>(three),
                new ConcurrentLinkedDeque<>(three),
                Collections.unmodifiableCollection(new ArrayList<>(three)),
                Collections.synchronizedCollection(new ArrayList<>(three)),
                new StringBuilder().reverse(),
                new StringBuffer("ab"),
                new AtomicInteger(1),
                new AtomicLong(2),
                new AtomicReference<>("a"),
                new AtomicIntegerArray(new int[] {1, 2}));
    }

    @ParameterizedTest
    @MethodSource("withoutEquals")
    void decode_valueWithoutEquals_needsNoConfiguration(Object object) {
        Object decoded = STRICT.decode(STRICT.encode(object));

        assertThat(decoded).hasSameClassAs(object).hasToString(object.toString());
    }

    @Test
    void decode_exception_keepsMessageCauseAndTrace() {
        var exception = new IllegalStateException("outer", new IOException("inner"));
        exception.addSuppressed(new RuntimeException("suppressed"));

        Object decoded = STRICT.decode(STRICT.encode(exception));

        assertThat(decoded).isInstanceOfSatisfying(IllegalStateException.class, copy -> {
            assertThat(copy).hasMessage("outer").hasRootCauseMessage("inner");
            assertThat(copy.getSuppressed()).singleElement().isInstanceOf(RuntimeException.class);
            assertThat(copy.getStackTrace()).isEqualTo(exception.getStackTrace());
        });
    }

    @Test
    void decode_largeCollections_areWithinTheLimits() {
        for (int size : new int[] {0, 1, 11, 12, 13, 100, 10_000}) {
            List<Integer> list = IntStream.range(0, size).boxed().toList();
            var map = new HashMap<Integer, Integer>();
            list.forEach(i -> map.put(i, i));
            var identities = new IdentityHashMap<int[], Integer>();
            list.forEach(i -> identities.put(new int[] {i}, null));
            var sparse = new HashSet<Integer>(16, 0.3f);
            sparse.addAll(list);
            var maps = Collections.nCopies(size / 10, new HashMap<>(Map.of(1, 1)));
            for (Object object : List.of(
                    list,
                    map,
                    new HashSet<>(list),
                    new ConcurrentHashMap<>(map),
                    new LinkedList<>(list),
                    new ArrayList<>(maps),
                    sparse,
                    new Hashtable<>(map))) {
                assertThat(STRICT.decode(STRICT.encode(object))).isEqualTo(object);
            }
            assertThat(STRICT.decode(STRICT.encode(identities)))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .hasSize(size);
            assertThat((Object[]) STRICT.decode(STRICT.encode(new ArrayDeque<>(list).toArray())))
                    .hasSize(size);
        }
    }

    private static Stack<String> stack(List<String> elements) {
        var stack = new Stack<String>();
        stack.addAll(elements);
        return stack;
    }

    private static Set<String> treeSet(Comparator<? super String> order, List<String> elements) {
        var set = new TreeSet<String>(order);
        set.addAll(elements);
        return set;
    }

    private static Set<String> keySet(List<String> elements) {
        Set<String> set = ConcurrentHashMap.newKeySet();
        set.addAll(elements);
        return set;
    }

    private static Properties properties() {
        var properties = new Properties();
        properties.setProperty("a", "b");
        return properties;
    }

    // The module java.sql is not required by this one.
    private static Object sql(String name, long millis) {
        try {
            return Class.forName("java.sql." + name).getConstructor(long.class).newInstance(millis);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
