package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.amf.AmfValue;
import java.util.List;

/** One event of a {@link SharedObjectMessage} (RTMP 1.0 §7.1.3). */
public sealed interface SharedObjectEvent {
    /** A client wants to take part. */
    record Use() implements SharedObjectEvent {}

    /** A client takes part no longer. */
    record Release() implements SharedObjectEvent {}

    /** A client wants a property to have a value. */
    record RequestChange(String property, AmfValue value) implements SharedObjectEvent {}

    /** Another client gave a property a value. */
    record Change(String property, AmfValue value) implements SharedObjectEvent {}

    /** The client's own request was granted. */
    record Success(String property) implements SharedObjectEvent {}

    /** A call of a handler of everybody who takes part, the sender included. */
    record Send(String handler, List<AmfValue> arguments) implements SharedObjectEvent {
        public Send {
            arguments = List.copyOf(arguments);
        }
    }

    /** Something went wrong, or not. */
    record Status(String code, String level) implements SharedObjectEvent {}

    /** All properties are gone. */
    record Clear() implements SharedObjectEvent {}

    /** A property is gone. */
    record Remove(String property) implements SharedObjectEvent {}

    /** A client wants a property to go. */
    record RequestRemove(String property) implements SharedObjectEvent {}

    /** The client takes part from now on. */
    record UseSuccess() implements SharedObjectEvent {}

    /** The number that stands for it. */
    default int number() {
        return switch (this) {
            case Use e -> 1;
            case Release e -> 2;
            case RequestChange e -> 3;
            case Change e -> 4;
            case Success e -> 5;
            case Send e -> 6;
            case Status e -> 7;
            case Clear e -> 8;
            case Remove e -> 9;
            case RequestRemove e -> 10;
            case UseSuccess e -> 11;
        };
    }
}
