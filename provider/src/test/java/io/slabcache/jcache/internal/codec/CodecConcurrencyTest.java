package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.internal.codec.TestTypes.Animal;
import io.slabcache.jcache.internal.codec.TestTypes.Box;
import io.slabcache.jcache.internal.codec.TestTypes.Dog;
import io.slabcache.jcache.internal.codec.TestTypes.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CodecConcurrencyTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 1_500;

    private final CodecContext context = CodecContext.builder(CodecConcurrencyTest.class.getClassLoader())
            .learnWritten(true)
            .build();
    private final ValueCodec<Object> values = Codecs.forValues(Object.class, null, context);
    private final KeyCodec<Object> keys = Codecs.forKeys(Object.class, null, context);

    @Test
    void codecs_sharedByThreads_keepObjectsApart() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            var start = new CyclicBarrier(THREADS);
            List<Future<?>> futures = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int seed = thread;
                futures.add(executor.submit(() -> {
                    start.await();
                    run(seed);
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get(1, TimeUnit.MINUTES);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private void run(int seed) {
        var random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Object object = object(random);
            byte[] bytes = values.encode(object);
            assertThat(values.decode(bytes)).as("seed=%d round=%d", seed, round).isEqualTo(object);
            byte[] hashed = keys.encodeHashed(object);
            assertThat(keys.matchesHashed(object, hashed, keys.encodeHashed(keys.decodeHashed(hashed))))
                    .as("seed=%d round=%d", seed, round)
                    .isTrue();
        }
    }

    private static Object object(SplittableRandom random) {
        int number = random.nextInt();
        String text = "x".repeat(random.nextInt(2_000)) + number;
        return switch (random.nextInt(7)) {
            case 0 -> text;
            case 1 -> (long) number;
            case 2 -> new Point(number, ~number);
            case 3 -> new Dog(text, List.of(new Animal(text), new Dog("b", List.of())));
            case 4 -> List.of(text, number, Map.of(text, new Box(new Point(number, number))));
            case 5 -> new Box(random.nextBoolean() ? Box.Size.LARGE : Box.Size.SMALL);
            default -> random.nextBoolean() ? Box.Size.LARGE : Box.Size.SMALL;
        };
    }
}
