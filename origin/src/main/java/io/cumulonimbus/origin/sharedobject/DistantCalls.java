package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Post;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * What is called ({@code send}) at those who use an object at other origins, and the other way
 * round: one message to every other origin, which is forgotten where nobody uses the object. An
 * application that is at home here has no clients elsewhere. Owned by the objects' loop.
 */
final class DistantCalls {
    private static final SparseLog LOG = new SparseLog(LoggerFactory.getLogger(DistantCalls.class));
    private static final String KIND = "sharedobject.send";

    /** Messages of one second, and their bytes; more would press out what else origins tell. */
    private static final int MOST_MESSAGES = 2000;

    private static final long MOST_BYTES = 8 << 20;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Post post;
    private final HeldLeases homes;
    private final Loop loop;
    private long secondNs;
    private int messages;
    private long bytes;

    /** Hears of calls at other origins. */
    interface Listener {
        /** Somebody who uses the object elsewhere calls these. */
        void called(SharedObject.Key key, List<SharedObjectEvent> calls);
    }

    DistantCalls(Directory directory, HeldLeases homes, Loop loop, Listener listener) {
        this.post = directory.post();
        this.homes = homes;
        this.loop = loop;
        this.secondNs = loop.nowNs();
        post.receive(KIND, loop, (from, body, reply) -> heard(body, listener));
    }

    /** Tells the other origins what of these requests is a call. */
    void tell(SharedObject.Key key, List<SharedObjectEvent> requests) {
        List<SharedObjectEvent> calls = calls(requests);
        if (calls.isEmpty() || homes.epoch(key.application()) != 0) {
            return;
        }
        try {
            byte[] body = written(key, calls);
            if (body.length <= Post.MAX_BODY
                    && hasRoom(body.length)
                    && post.broadcast(KIND, body)) {
                return;
            }
        } catch (UnencodableAmfException tooDeep) {
            // those at this origin are not told either
        }
        LOG.warn("A call at a shared object is not told to other origins: too much");
    }

    private static List<SharedObjectEvent> calls(List<SharedObjectEvent> events) {
        return events.stream().filter(SharedObjectEvent.Send.class::isInstance).toList();
    }

    private boolean hasRoom(int length) {
        long nowNs = loop.nowNs();
        if (nowNs - secondNs >= SECOND_NS) {
            secondNs = nowNs;
            messages = 0;
            bytes = 0;
        }
        messages++;
        bytes += length;
        return messages <= MOST_MESSAGES && bytes <= MOST_BYTES;
    }

    private static byte[] written(SharedObject.Key key, List<SharedObjectEvent> calls) {
        byte[] application = key.application().getBytes(StandardCharsets.UTF_8);
        byte[] message =
                new SharedObjectMessage(key.name(), 0, key.persistent(), calls)
                        .toMessage(ObjectEncoding.AMF3)
                        .message()
                        .toBytes();
        return ByteBuffer.allocate(Integer.BYTES + application.length + message.length)
                .putInt(application.length)
                .put(application)
                .put(message)
                .array();
    }

    private static void heard(byte[] body, Listener listener) {
        ByteBuffer in = ByteBuffer.wrap(body);
        try {
            byte[] application = bytes(in, in.getInt());
            Optional<TcMessage> said = TcMessage.parse(Message.of(bytes(in, in.remaining())));
            if (said.isPresent()) {
                SharedObjectMessage message = SharedObjectMessage.decode(said.get());
                listener.called(
                        new SharedObject.Key(
                                new String(application, StandardCharsets.UTF_8),
                                message.persistent(),
                                message.name()),
                        calls(message.events()));
            }
        } catch (BufferUnderflowException | MalformedAmfException broken) {
            LOG.warn("Another origin's call at a shared object makes no sense");
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
