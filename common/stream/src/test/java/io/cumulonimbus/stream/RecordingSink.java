package io.cumulonimbus.stream;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A far end that keeps what it is sent, and acknowledges when told. */
final class RecordingSink implements MessageSink {
    final List<Message> messages = new ArrayList<>();
    final List<Deadline> deadlines = new ArrayList<>();
    private long queued;
    private boolean open = true;

    @Override
    public boolean write(Message message, Deadline deadline) {
        if (!open) {
            return false;
        }
        messages.add(message);
        deadlines.add(deadline);
        queued += message.length();
        return true;
    }

    @Override
    public long queuedBytes() {
        return queued;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    void acknowledgeAll() {
        queued = 0;
    }

    /** What came, as "type@time:body in hex". */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            byte[] all = message.toBytes();
            int time =
                    (all[1] & 0xff) << 24
                            | (all[2] & 0xff) << 16
                            | (all[3] & 0xff) << 8
                            | all[4] & 0xff;
            String body = HexFormat.of().formatHex(all, 5, all.length);
            texts.add((all[0] & 0xff) + "@" + Integer.toUnsignedString(time) + ":" + body);
        }
        return texts;
    }
}
