package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;

/** What a server says to a viewer, taken apart. */
sealed interface ViewerTalk {
    /** The answer to connect was yes. */
    record Connected() implements ViewerTalk {}

    /**
     * There is a stream.
     *
     * @param id of it
     */
    record Created(long id) implements ViewerTalk {}

    /** What was asked for is allowed. */
    record Started() implements ViewerTalk {}

    /** Somebody publishes the stream. */
    record Published() implements ViewerTalk {}

    /**
     * Nobody publishes it any more, or a recording is over.
     *
     * @param forGood whether nobody can publish it again
     */
    record Over(boolean forGood) implements ViewerTalk {}

    /**
     * No.
     *
     * @param answer what it comes to
     * @param description the server's words; may be empty
     */
    record Refused(WatchAnswer answer, String description) implements ViewerTalk {}

    /** The server wants the viewer to leave. */
    record Dismissed() implements ViewerTalk {}

    /** Nothing that concerns a viewer. */
    record Other() implements ViewerTalk {}

    /** Transaction of connect. */
    double CONNECT = 1;

    /** Transaction of createStream. */
    double CREATE_STREAM = 2;

    /** What a message says; media says nothing. */
    static ViewerTalk of(TcMessage message) {
        if (!MessageType.isCommand(message.type())) {
            return new Other();
        }
        try {
            Command command = Command.decode(message);
            return switch (command.name()) {
                case Command.RESULT -> result(command);
                case Command.ERROR -> refused(command);
                case "onStatus" -> status(command);
                case "close" -> new Dismissed();
                default -> new Other();
            };
        } catch (MalformedAmfException broken) {
            return new Other();
        }
    }

    private static ViewerTalk result(Command command) {
        if (command.transactionId() == CONNECT) {
            return new Connected();
        }
        return command.transactionId() == CREATE_STREAM
                ? new Created((long) command.argument(0).asNumber().orElse(0))
                : new Other();
    }

    private static ViewerTalk refused(Command command) {
        WatchAnswer answer =
                switch (text(command, "code")) {
                    case "NetConnection.Connect.InvalidApp" -> WatchAnswer.NOT_FOUND;
                    case "NetConnection.Connect.Rejected" -> WatchAnswer.FORBIDDEN;
                    default -> WatchAnswer.UNAVAILABLE;
                };
        return new Refused(answer, text(command, "description"));
    }

    private static ViewerTalk status(Command command) {
        return switch (text(command, "code")) {
            case "NetStream.Play.Start" -> new Started();
            case "NetStream.Play.PublishNotify" -> new Published();
            case "NetStream.Play.UnpublishNotify" -> new Over(false);
            case "NetStream.Play.Stop", "NetStream.Play.Complete" -> new Over(true);
            case "NetStream.Play.StreamNotFound" ->
                    new Refused(WatchAnswer.NOT_FOUND, text(command, "description"));
            case "NetStream.Play.Failed" ->
                    new Refused(WatchAnswer.FORBIDDEN, text(command, "description"));
            case "NetConnection.Connect.Closed" -> new Dismissed();
            default -> new Other();
        };
    }

    private static String text(Command command, String name) {
        AmfValue info = command.argument(0);
        return info instanceof AmfObject object ? object.get(name).asText().orElse("") : "";
    }
}
