package io.cumulonimbus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final byte[] BODY = {9, 10, 11, 12, 13, 14};

    @Test
    void everySliceOfHeadAndBodyIsTheSliceOfTheirJoin() {
        Message message = Message.of(new byte[] {1, 2, 3}, BODY, 1, 4);
        byte[] joined = {1, 2, 3, 10, 11, 12, 13};
        for (int from = 0; from <= joined.length; from++) {
            for (int length = 0; from + length <= joined.length; length++) {
                byte[] copy = new byte[length];
                message.copyTo(from, copy, 0, length);
                assertThat(copy).isEqualTo(Arrays.copyOfRange(joined, from, from + length));
            }
        }
        for (int i = 0; i < joined.length; i++) {
            assertThat(message.byteAt(i)).isEqualTo(joined[i]);
        }
    }

    @Test
    void aNewHeadReplacesWhatIsSkipped() {
        Message message = Message.of(new byte[] {1, 2, 3}, BODY, 0, 6);
        for (int skip = 0; skip <= message.length(); skip++) {
            byte[] rest = Arrays.copyOfRange(message.toBytes(), skip, message.length());
            byte[] changed = message.withHead(new byte[] {77}, skip).toBytes();
            assertThat(changed[0]).isEqualTo((byte) 77);
            assertThat(Arrays.copyOfRange(changed, 1, changed.length)).isEqualTo(rest);
        }
    }

    @Test
    void nothingOutsideIsRead() {
        Message message = Message.of(new byte[0], BODY, 1, 2);
        assertThatThrownBy(() -> message.byteAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> message.copyTo(1, new byte[9], 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Message.of(new byte[0], BODY, 4, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
