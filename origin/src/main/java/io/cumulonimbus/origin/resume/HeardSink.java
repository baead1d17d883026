package io.cumulonimbus.origin.resume;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.ForwardingSink;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;

/** A flow of commands to a client: what is said on it is written down, or was heard before. */
final class HeardSink extends ForwardingSink {
    private final long stream;
    private final ResumableClient client;

    HeardSink(MessageSink sink, long stream, ResumableClient client) {
        super(sink);
        this.stream = stream;
        this.client = client;
    }

    static MessageSink unwrap(MessageSink sink) {
        return sink instanceof HeardSink heard ? heard.sink() : sink;
    }

    @Override
    public boolean write(Message message, Deadline deadline) {
        TcMessage said = TcMessage.parse(message).orElse(null);
        if (said != null && stream == 0 && TakingPart.isAboutObject(said)) {
            TcMessage news = client.scribe().takingPart().news(said);
            return super.write(news.message(), deadline);
        }
        if (said == null || !MessageType.isCommand(said.type())) {
            return super.write(message, deadline);
        }
        String name = CommandName.of(said);
        if (client.replay().filter(replay -> replay.wasHeard(stream, name, said)).isPresent()) {
            return true;
        }
        boolean answers =
                stream == 0 && (name.equals(Command.RESULT) || name.equals(Command.ERROR));
        double transaction = answers ? Scribe.transaction(said) : 0;
        boolean written =
                answers && client.scribe().transcript().pending.contains(transaction)
                        ? client.answer(sink(), message, deadline, transaction)
                        : super.write(message, deadline);
        if (answers) {
            boolean before = client.scribe().transcript().connected;
            client.scribe().answered(said);
            if (!before && client.scribe().transcript().connected) {
                client.connected();
            }
        } else if (stream > 0 && name.equals("onStatus")) {
            client.scribe().heardOnStream(stream, Replay.code(said));
        }
        return written;
    }
}
