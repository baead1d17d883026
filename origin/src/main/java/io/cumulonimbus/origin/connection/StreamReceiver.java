package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.origin.stream.NetStream;
import io.cumulonimbus.rtmp.tc.TcMessage;

/**
 * Hands the messages of a stream flow to its stream.
 *
 * @param stream the stream
 * @param connection the connection that created it
 */
record StreamReceiver(NetStream stream, NetConnection connection)
        implements IncomingMessages.Receiver {

    @Override
    public boolean receive(IncomingMessages from, TcMessage message, Arrival arrival) {
        try {
            stream.receive(from, message, arrival);
            return true;
        } catch (MalformedAmfException broken) {
            return false;
        }
    }

    @Override
    public void ended(IncomingMessages flow) {
        stream.closed(flow);
        connection.ended();
    }
}
