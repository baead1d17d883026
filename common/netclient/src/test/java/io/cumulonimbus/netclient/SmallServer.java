package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
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
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of one loop that knows one application without scripts: connect, a few methods, live
 * streams without a key-frame gate. It remembers what it heard.
 */
final class SmallServer implements ClientAcceptor {
    final List<String> heard = new ArrayList<>();
    final List<AmfValue> connectArguments = new ArrayList<>();
    final List<Session> sessions = new ArrayList<>();
    private final Map<String, List<ServerStream>> players = new HashMap<>();
    private final Map<String, ServerStream> publishers = new HashMap<>();

    @Override
    public ClientHandler accept(Client client) {
        Session session = new Session(client);
        sessions.add(session);
        return session;
    }

    /** One connected client. */
    final class Session implements ClientHandler {
        final Client client;
        final Map<Long, ServerStream> streams = new HashMap<>();
        CloseReason closed;
        ObjectEncoding encoding = ObjectEncoding.AMF0;
        private IncomingFlow control;
        private MessageSink back;

        Session(Client client) {
            this.client = client;
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            long id = FlowMetadata.parse(flow.metadata()).map(FlowMetadata::streamId).orElse(-1L);
            if (id == 0 && control == null) {
                control = flow;
                back = open(0, Priority.COMMAND);
                return Optional.of(new ControlFlow(flow));
            }
            // RFC 7425 §5.3.5.1: streams answer our control flow
            if (!streams.containsKey(id) || flow.answers().orElse(null) != back) {
                return Optional.empty();
            }
            return Optional.of(new StreamFlow(flow, streams.get(id)));
        }

        MessageSink open(long id, Priority priority) {
            FlowSpec spec =
                    new FlowSpec(
                            FlowMetadata.sequence(id).toBytes(), Optional.of(control), priority);
            return client.openFlow(spec, SinkListener.NONE);
        }

        void invoke(String name, AmfValue... values) {
            reply(name, 0, values);
        }

        void endControlFlow() {
            back.close();
        }

        void refuseControlFlow(long code) {
            control.reject(code);
        }

        private void reply(String name, double transaction, AmfValue... values) {
            TcMessage answer = Command.of(name, transaction, values).toMessage(encoding);
            back.write(answer.message(), Deadline.NONE);
        }

        @Override
        public void onClosed(CloseReason reason) {
            closed = reason;
        }

        /** Commands of the connection. */
        private final class ControlFlow extends Inbound {
            ControlFlow(IncomingFlow flow) {
                super(flow, null);
            }

            @Override
            void onCommand(Command call) {
                heard.add(call.name());
                switch (call.name()) {
                    case "connect" -> connect(call);
                    case "createStream" -> {
                        long id = streams.size() + 1;
                        streams.put(id, new ServerStream(Session.this, id));
                        reply("_result", call.transactionId(), AmfValue.of((double) id));
                    }
                    case "echo" -> reply("_result", call.transactionId(), call.argument(0));
                    case "fail" ->
                            reply("_error", call.transactionId(), info("error", "Call.Failed"));
                    case "setPeerInfo", "deleteStream", "silence" -> {}
                    default -> reply("_error", call.transactionId(), info("error", "Unknown"));
                }
            }

            private void connect(Command call) {
                connectArguments.addAll(call.arguments());
                encoding = ObjectEncoding.announcedIn(call.object());
                if (call.argument(0).asText().orElse("").equals("refuse me")) {
                    reply("_error", call.transactionId(), info("error", "Connect.Rejected"));
                    invoke("close");
                } else {
                    AmfObject success =
                            info("status", "NetConnection.Connect.Success")
                                    .put("objectEncoding", encoding.number());
                    reply("_result", call.transactionId(), success);
                }
            }

            @Override
            public void onClosed() {
                client.close(CloseReason.NEAR_CLOSED);
            }
        }

        /** Commands and media of a stream. */
        private final class StreamFlow extends Inbound {
            private final ServerStream stream;

            StreamFlow(IncomingFlow flow, ServerStream stream) {
                super(flow, null);
                this.stream = stream;
            }

            @Override
            void onCommand(Command call) {
                heard.add(call.name());
                String name = call.argument(0).asText().orElse("");
                switch (call.name()) {
                    case "publish" -> stream.publish(name);
                    case "play" -> stream.play(name);
                    case "closeStream" -> stream.end();
                    default -> {}
                }
            }

            @Override
            void onMedia(MediaKind kind, long timestamp, Message body) {
                stream.received.add(kind + " " + timestamp + " " + body.length());
                for (ServerStream player : players.getOrDefault(stream.published, List.of())) {
                    player.send(TcMessage.of(kind.flvType(), (int) timestamp, body.toBytes()));
                }
            }

            @Override
            public void onClosed() {}
        }
    }

    /** One stream of a client. */
    final class ServerStream {
        final List<String> received = new ArrayList<>();
        private final Session session;
        private final long id;
        private MessageSink sink;
        String published = "";
        private String played = "";

        ServerStream(Session session, long id) {
            this.session = session;
            this.id = id;
        }

        void send(TcMessage message) {
            if (sink == null) {
                sink = session.open(id, Priority.COMMAND);
            }
            sink.write(message.message(), Deadline.NONE);
        }

        MessageSink openAnother() {
            return session.open(id, Priority.DATA);
        }

        void status(String code) {
            send(Command.onStatus(info("status", code)).toMessage(session.encoding));
        }

        void publish(String name) {
            if (publishers.putIfAbsent(name, this) != null) {
                status("NetStream.Publish.BadName");
                return;
            }
            published = name;
            status("NetStream.Publish.Start");
        }

        void play(String name) {
            played = name;
            players.computeIfAbsent(name, key -> new ArrayList<>()).add(this);
            status("NetStream.Play.Reset");
            status("NetStream.Play.Start");
        }

        void end() {
            if (!published.isEmpty()) {
                publishers.remove(published);
                status("NetStream.Unpublish.Success");
            } else if (!played.isEmpty()) {
                players.get(played).remove(this);
                status("NetStream.Play.Stop");
            }
        }
    }

    static AmfObject info(String level, String code) {
        return new AmfObject().put("level", level).put("code", code).put("description", "Because");
    }
}
