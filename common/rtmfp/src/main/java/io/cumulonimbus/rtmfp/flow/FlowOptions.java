package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.packet.Vlu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of a flow's first user data (RFC 7016 §2.3.11.1).
 *
 * @param metadata the user's per-flow metadata
 * @param answers the receiver's flow that this one is a return flow to
 * @param understood whether every option that must be understood was
 */
public record FlowOptions(Optional<byte[]> metadata, OptionalLong answers, boolean understood) {
    private static final long METADATA = 0x00;
    private static final long RETURN_FLOW_ASSOCIATION = 0x0a;

    /** §2.3.11.1: unknown options from this type on are ignored, those below refuse the flow. */
    private static final long OPTIONAL_FROM = 8192;

    /** Reads the options of a flow's opening chunk. */
    public static FlowOptions of(List<Option> options) {
        Optional<byte[]> metadata = Optional.empty();
        OptionalLong answers = OptionalLong.empty();
        boolean understood = true;
        for (Option option : options) {
            if (option.type() == METADATA) {
                metadata = Optional.of(option.value());
            } else if (option.type() == RETURN_FLOW_ASSOCIATION) {
                answers = number(option.value());
                understood &= answers.isPresent();
            } else if (Long.compareUnsigned(option.type(), OPTIONAL_FROM) < 0) {
                understood = false;
            }
        }
        return new FlowOptions(metadata, answers, understood);
    }

    /** Whether a later chunk of a flow carries an option that refuses the flow. */
    // RFC 7016 §2.3.11.1
    static boolean refuse(List<Option> options) {
        for (int i = 0; i < options.size(); i++) {
            long type = options.get(i).type();
            if (type != METADATA
                    && type != RETURN_FLOW_ASSOCIATION
                    && Long.compareUnsigned(type, OPTIONAL_FROM) < 0) {
                return true;
            }
        }
        return false;
    }

    /** The options as a sender puts them on the wire. */
    static List<Option> startup(byte[] metadata, OptionalLong answers) {
        List<Option> options = new ArrayList<>(2);
        options.add(Option.of(METADATA, metadata));
        if (answers.isPresent()) {
            PacketWriter id = new PacketWriter(Vlu.length(answers.getAsLong()));
            id.vlu(answers.getAsLong());
            options.add(Option.of(RETURN_FLOW_ASSOCIATION, id.toBytes()));
        }
        return List.copyOf(options);
    }

    /** The variable length number that the value is; what follows it is ignored. */
    private static OptionalLong number(byte[] value) {
        long number = 0;
        for (int i = 0; i < value.length && i < Vlu.MAX_LENGTH; i++) {
            number = number << 7 | value[i] & 0x7f;
            if (value[i] >= 0) {
                return OptionalLong.of(number);
            }
        }
        return OptionalLong.empty();
    }
}
