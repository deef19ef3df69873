package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.Calls;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Counters, against real memcached. */
class CounterContractTest extends RealServerContract {
    private static final int NON_NUMERIC = 0x06;

    CounterContractTest(Calls calls) {
        super(calls);
    }

    @Test
    void increment_absentWithoutInitial_isEmptyAndCreatesNothing() {
        byte[] key = newKey();
        assertThat(client.increment(key, 1)).isEmpty();
        assertThat(client.decrement(key, 1)).isEmpty();
        assertThat(client.get(key)).isNull();
    }

    @Test
    void increment_absentWithInitial_createsWithoutTheDelta() {
        byte[] up = newKey();
        byte[] down = newKey();
        assertThat(client.increment(up, 5, 100, 0)).isEqualTo(100);
        assertThat(client.increment(up, 5, 100, 0)).isEqualTo(105);
        assertThat(value(up)).isEqualTo("105");
        assertThat(client.decrement(down, 5, 100, 0)).isEqualTo(100);
        assertThat(client.decrement(down, 5, 100, 0)).isEqualTo(95);
    }

    @Test
    void counter_beyondItsEnds_wrapsAboveAndStopsBelow() {
        byte[] key = newKey();
        assertThat(client.increment(key, 0, -1, 0)).isEqualTo(-1);
        assertThat(value(key)).isEqualTo("18446744073709551615");
        assertThat(client.increment(key, 2)).isEqualTo(OptionalLong.of(1));
        assertThat(client.decrement(key, 5)).isEqualTo(OptionalLong.of(0));
        assertThat(client.increment(key, -1)).isEqualTo(OptionalLong.of(-1));
    }

    @Test
    void decrement_fewerDigits_leavesBlanksThatDoNotHarm() {
        byte[] key = newKey();
        client.set(key, bytes("10"), 17, 0);
        assertThat(client.decrement(key, 1)).isEqualTo(OptionalLong.of(9));
        assertThat(value(key)).isEqualTo("9 ");
        assertThat(client.increment(key, 1)).isEqualTo(OptionalLong.of(10));
        assertThat(present(key).clientFlags()).isEqualTo(17);
    }

    @Test
    void increment_changesTheToken() {
        byte[] key = newKey();
        long token = client.set(key, bytes("1"), 0, 0).casToken();
        client.increment(key, 1);
        assertThat(client.cas(key, token, bytes("x"), 0, 0)).isEqualTo(WriteResult.EXISTS);
    }

    @Test
    void increment_notANumber_isTheServersErrorAndChangesNothing() {
        byte[] key = newKey();
        for (String value : new String[] {"", "x", "-5", "5abc", "123456789012345678901"}) {
            client.set(key, bytes(value), 0, 0);
            assertThatThrownBy(() -> client.increment(key, 1))
                    .as(value)
                    .isInstanceOfSatisfying(ServerErrorException.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(NON_NUMERIC);
                        assertThat(e.isOutcomeUnknown()).isFalse();
                        assertThat(e).hasMessageContaining(server().address().toString());
                    });
            assertThat(value(key)).isEqualTo(value);
        }
    }
}
