package io.cumulonimbus.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UserControlTest {
    static Stream<UserControl> events() {
        return Stream.of(
                new UserControl.StreamBegin(5),
                new UserControl.StreamEof(6),
                new UserControl.StreamDry(7),
                new UserControl.SetBufferLength(5, 3000),
                new UserControl.StreamIsRecorded(8),
                new UserControl.PingRequest(0xffffffffL),
                new UserControl.PingResponse(9),
                new UserControl.FlowSync(1, 3),
                new UserControl.SetKeepalive(15000, 10000));
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsReadAsItWasWritten(UserControl event) {
        assertThat(UserControl.decode(event.toMessage())).contains(event);
    }

    @Test
    void eventsLookAsInTheStandards() {
        assertThat(Vectors.hex(new UserControl.StreamBegin(5).toMessage().message().toBytes()))
                .isEqualTo("0400000000" + "0000" + "00000005");
        assertThat(
                        Vectors.hex(
                                new UserControl.SetKeepalive(30000, 10000)
                                        .toMessage()
                                        .message()
                                        .toBytes()))
                .isEqualTo("0400000000" + "0029" + "00007530" + "00002710");
    }

    @Test
    void anUnknownOrTruncatedEventIsAnotherOne() {
        assertThat(decode("00ff")).isEqualTo(new UserControl.Other(0xff, 0));
        assertThat(decode("0003 00000005")).isEqualTo(new UserControl.Other(3, 4));
        assertThat(UserControl.decode(TcMessage.of(4, 0, new byte[1]))).isEmpty();
        assertThat(UserControl.decode(TcMessage.of(8, 0, new byte[6]))).isEmpty();
        assertThatThrownBy(() -> new UserControl.Other(1, 1).toMessage())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static UserControl decode(String hex) {
        return UserControl.decode(TcMessage.of(4, 0, Vectors.hex(hex))).orElseThrow();
    }
}
