package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The envelope byte by byte, and what is none. */
class EnvelopeTest {
    private static final byte[] PAYLOAD = {1, 2, 3};
    private static final byte[] KEY = new byte[300];

    static {
        Arrays.fill(KEY, (byte) 7);
    }

    @Test
    void wrap_plainEntry_isAsDescribed() {
        byte[] envelope = Envelope.wrap(0, 0x0102030405060708L, 0x1112131415161718L, 0x21222324, null, PAYLOAD);
        assertThat(HexFormat.of().formatHex(envelope))
                .isEqualTo("a1" + "00" + "0102030405060708" + "1112131415161718" + "21222324" + "010203");
        assertThat(Envelope.payloadOffset(envelope, Envelope.CLIENT_FLAGS)).isEqualTo(Envelope.HEADER_LENGTH);
        assertThat(Envelope.expiry(envelope)).isEqualTo(0x0102030405060708L);
        assertThat(Envelope.generation(envelope)).isEqualTo(0x1112131415161718L);
        assertThat(Envelope.fingerprint(envelope)).isEqualTo(0x21222324);
        assertThat(Envelope.isLease(envelope)).isFalse();
        assertThat(Envelope.isServerExpiry(envelope)).isFalse();
        assertThat(Envelope.key(envelope)).isNull();
        assertThat(Envelope.hasKey(envelope, KEY)).isFalse();
    }

    @Test
    void wrap_hashedKey_holdsTheKeyBehindItsLength() {
        byte[] envelope = Envelope.wrap(Envelope.SERVER_EXPIRY, 1, 2, 3, KEY, PAYLOAD);
        assertThat(envelope[1]).isEqualTo((byte) (Envelope.SERVER_EXPIRY | Envelope.HASHED_KEY));
        assertThat(HexFormat.of().formatHex(envelope, Envelope.HEADER_LENGTH, Envelope.HEADER_LENGTH + 3))
                .isEqualTo("ac0207");
        assertThat(Envelope.key(envelope)).isEqualTo(KEY);
        assertThat(Envelope.hasKey(envelope, KEY)).isTrue();
        assertThat(Envelope.hasKey(envelope, Arrays.copyOf(KEY, KEY.length - 1)))
                .isFalse();
        assertThat(Envelope.isServerExpiry(envelope)).isTrue();
        int offset = Envelope.payloadOffset(envelope, Envelope.CLIENT_FLAGS);
        assertThat(Arrays.copyOfRange(envelope, offset, envelope.length)).isEqualTo(PAYLOAD);
        assertThat(offset).isEqualTo(Envelope.overhead(KEY));
    }

    @Test
    void payloadOffset_everyPrefix_isRefusedUntilTheKeyIsThere() {
        byte[] envelope = Envelope.wrap(Envelope.LEASE, 1, 2, 3, KEY, PAYLOAD);
        int whole = Envelope.overhead(KEY);
        for (int length = 0; length < whole; length++) {
            byte[] cut = Arrays.copyOf(envelope, length);
            assertThatThrownBy(() -> Envelope.payloadOffset(cut, Envelope.CLIENT_FLAGS))
                    .isInstanceOf(MalformedEnvelopeException.class);
        }
        assertThat(Envelope.payloadOffset(Arrays.copyOf(envelope, whole), Envelope.CLIENT_FLAGS))
                .isEqualTo(whole);
    }

    @Test
    void payloadOffset_foreignItems_areRefusedForWhatIsWrong() {
        byte[] envelope = Envelope.wrap(0, 1, 2, 3, null, PAYLOAD);
        assertRefused(envelope, 0, "client flags must be those of an envelope: clientFlags=0x0, expected=0x53000001");
        assertRefused(envelope, Envelope.CLIENT_FLAGS + 1, "client flags must be");
        assertRefused(changed(envelope, 0, 0xA2), Envelope.CLIENT_FLAGS, "magic number and version: first=0xa2");
        assertRefused(changed(envelope, 1, 0x08), Envelope.CLIENT_FLAGS, "flags must be known: flags=0x8");
        assertRefused(changed(envelope, 1, 0x80), Envelope.CLIENT_FLAGS, "flags must be known: flags=0x80");
        assertRefused(
                RemoteFixture.bytes("text"), Envelope.CLIENT_FLAGS, "must have a header: length=4, headerLength=22");
    }

    @Test
    void payloadOffset_keyLengths_mustBeShortestAndFit() {
        for (String length :
                new String[] {"00", "8000", "8100", "ffffffff7f", "ffffffff0f", "ffffffffff", "8080808001", "04"}) {
            byte[] bytes = HexFormat.of().parseHex("a102" + "00".repeat(20) + length + "010203");
            assertRefused(bytes, Envelope.CLIENT_FLAGS, "an envelope must hold its key");
        }
        byte[] exact = HexFormat.of().parseHex("a102" + "00".repeat(20) + "03" + "010203");
        assertThat(Envelope.payloadOffset(exact, Envelope.CLIENT_FLAGS)).isEqualTo(exact.length);
    }

    @FuzzTest(maxDuration = "5m")
    void payloadOffset_anyBytes_isInsideOrRefused(byte[] bytes) {
        int offset;
        try {
            offset = Envelope.payloadOffset(bytes, Envelope.CLIENT_FLAGS);
        } catch (MalformedEnvelopeException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(offset).isBetween(Envelope.HEADER_LENGTH, bytes.length);
        byte[] key = Envelope.key(bytes);
        assertThat(key == null || Envelope.hasKey(bytes, key)).isTrue();
        int flags = (Envelope.isLease(bytes) ? Envelope.LEASE : 0)
                | (Envelope.isServerExpiry(bytes) ? Envelope.SERVER_EXPIRY : 0);
        byte[] again = Envelope.wrap(
                flags,
                Envelope.expiry(bytes),
                Envelope.generation(bytes),
                Envelope.fingerprint(bytes),
                key,
                Arrays.copyOfRange(bytes, offset, bytes.length));
        assertThat(again).isEqualTo(bytes);
    }

    private static void assertRefused(byte[] bytes, int clientFlags, String message) {
        assertThatThrownBy(() -> Envelope.payloadOffset(bytes, clientFlags))
                .isInstanceOf(MalformedEnvelopeException.class)
                .hasMessageContaining(message);
    }

    private static byte[] changed(byte[] bytes, int index, int value) {
        byte[] copy = bytes.clone();
        copy[index] = (byte) value;
        return copy;
    }
}
