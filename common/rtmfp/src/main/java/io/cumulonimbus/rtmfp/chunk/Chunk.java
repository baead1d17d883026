package io.cumulonimbus.rtmfp.chunk;

/**
 * One chunk of a packet (RFC 7016 §2.3). Byte arrays belong to the chunk and are not written to.
 *
 * <p>Padding (0x00, 0xff) and unknown types are no chunks: the codec skips them.
 */
public sealed interface Chunk
        permits IHello,
                FIHello,
                RHello,
                Redirect,
                CookieChange,
                IIKeying,
                RIKeying,
                Ping,
                PingReply,
                UserData,
                Ack,
                BufferProbe,
                FlowExceptionReport,
                SessionClose,
                SessionCloseAck,
                PacketFragment {}
