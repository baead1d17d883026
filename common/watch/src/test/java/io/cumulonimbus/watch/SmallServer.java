package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands on a viewer in tests: takes it in as an origin does, and shows what it heard. */
final class SmallServer implements ClientAcceptor, ClientHandler, SinkListener {
    final List<Command> heard = new ArrayList<>();
    final List<CloseReason> closed = new ArrayList<>();
    int flowsOver;
    long drained;
    long abandoned;
    String refusesConnect = "";
    boolean silent;
    Client client;
    MessageSink control;
    MessageSink data;
    MessageSink audio;
    MessageSink video;
    private IncomingFlow controlFlow;

    @Override
    public ClientHandler accept(Client arrived) {
        client = arrived;
        return this;
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        long stream = FlowMetadata.parse(flow.metadata()).orElseThrow().streamId();
        if (stream == 0) {
            controlFlow = flow;
            control = open(0, Priority.COMMAND);
        } else if (flow.answers().orElseThrow() != control) {
            throw new AssertionError("not associated");
        }
        return Optional.of(
                new FlowHandler() {
                    @Override
                    public void onMessage(Message message, long lostBefore) {
                        take(message);
                    }

                    @Override
                    public void onClosed() {
                        flowsOver++;
                    }
                });
    }

    private MessageSink open(long stream, Priority priority) {
        byte[] metadata = FlowMetadata.sequence(stream).toBytes();
        return client.openFlow(new FlowSpec(metadata, Optional.of(controlFlow), priority), this);
    }

    private void take(Message message) {
        try {
            Command command = Command.decode(TcMessage.parse(message).orElseThrow());
            heard.add(command);
            if (!silent) {
                answer(command);
            }
        } catch (MalformedAmfException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(Command command) {
        switch (command.name()) {
            case "connect" -> {
                if (refusesConnect.isEmpty()) {
                    say(control, command.result(info("NetConnection.Connect.Success")));
                } else {
                    say(control, command.error(info(refusesConnect)));
                }
            }
            case "createStream" -> say(control, command.result(AmfValue.of(5)));
            case "play" -> {
                data = open(5, Priority.DATA);
                audio = open(5, Priority.AUDIO);
                video = open(5, Priority.VIDEO);
                status("NetStream.Play.Reset");
                status("NetStream.Play.Start");
                write(data, DataMessage.of(DataMessage.SAMPLE_ACCESS, AmfValue.of(true)));
            }
            default -> throw new AssertionError(command.name());
        }
    }

    private static AmfObject info(String code) {
        return new AmfObject().put("level", "status").put("code", code).put("description", "why");
    }

    void status(String code) {
        say(data, Command.onStatus(info(code)));
    }

    static void say(MessageSink sink, Command command) {
        sink.write(command.toMessage(ObjectEncoding.AMF0).message(), Deadline.NONE);
    }

    static void write(MessageSink sink, DataMessage message) {
        sink.write(message.toMessage(ObjectEncoding.AMF0, 0).message(), Deadline.NONE);
    }

    void metadata(AmfObject values) {
        write(data, DataMessage.of("onMetaData", values));
    }

    void media(MessageSink sink, int type, int time, Deadline deadline, int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        sink.write(TcMessage.of(type, time, bytes).message(), deadline);
    }

    void audio(int time, int... payload) {
        media(audio, 8, time, Deadline.NONE, payload);
    }

    void video(int time, int... payload) {
        media(video, 9, time, Deadline.NONE, payload);
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed.add(reason);
    }

    @Override
    public void onDrained(long bytes) {
        drained += bytes;
    }

    @Override
    public void onAbandoned(long messages) {
        abandoned += messages;
    }
}
