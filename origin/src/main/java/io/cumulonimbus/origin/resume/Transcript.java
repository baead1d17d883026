package io.cumulonimbus.origin.resume;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What has to be done again to bring a connection to where it is, as the client said it. */
final class Transcript {
    /** The first byte; what version 1 began with was 0. */
    private static final int VERSION = 3;

    private static final int MOST_STREAMS = 256;

    /** Shared objects that are used again, and flows for groups; a client that has more loses. */
    static final int MOST_TAKING_PART = 64;

    private static final int MOST_BYTES = 16 << 10;

    /** The {@code connect} command; empty before. */
    byte[] connect = {};

    /** Its transaction. */
    double connectTransaction;

    /** Whether it was accepted. */
    boolean connected;

    /** The last {@code setPeerInfo}, or empty. */
    byte[] peerInfo = {};

    /** The highest id of a stream so far. */
    long lastStream;

    final Map<Long, Stream> streams = new TreeMap<>();

    /** Messages that use shared objects, by what names those. */
    final Map<String, byte[]> objects = new LinkedHashMap<>();

    /** What was said first on each open flow for a group, in the order of the flows; or nothing. */
    final List<byte[]> groups = new ArrayList<>();

    /** Transactions of calls that were not answered yet. */
    final Set<Double> pending = new LinkedHashSet<>();

    /** What the client said on one stream. */
    static final class Stream {
        /** The transaction of its {@code createStream}. */
        double createdBy;

        /** What is published by it, or was published last; 0 for nothing. */
        long publication;

        /** How often that went on at another origin. */
        long moves;

        /** What is added to its groups of pictures as the edge counts them. */
        long shift;

        /** Whether it heard that what it publishes or plays has begun. */
        boolean begun;

        /** Messages by what they set; the later one of a kind counts. */
        final Map<Kind, byte[]> said = new TreeMap<>();
    }

    /** Kinds of messages, in the order in which they are said again. */
    enum Kind {
        BUFFER,
        ROLE,
        AUDIO_WISH,
        VIDEO_WISH,
        PAUSE,
        METADATA,
        /** Written by version 1; edges keep codec headers now. */
        VIDEO_HEADER,
        /** The same. */
        AUDIO_HEADER;

        boolean isSaidAgain() {
            return this != VIDEO_HEADER && this != AUDIO_HEADER;
        }
    }

    Stream stream(long id) {
        return streams.computeIfAbsent(id, created -> new Stream());
    }

    /** All but the calls, which the edge keeps count of. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(out, connect);
            out.writeDouble(connectTransaction);
            out.writeBoolean(connected);
            write(out, peerInfo);
            out.writeLong(lastStream);
            out.writeInt(streams.size());
            for (Map.Entry<Long, Stream> entry : streams.entrySet()) {
                out.writeLong(entry.getKey());
                out.writeDouble(entry.getValue().createdBy);
                out.writeLong(entry.getValue().publication);
                out.writeLong(entry.getValue().moves);
                out.writeBoolean(entry.getValue().begun);
                out.writeInt(entry.getValue().said.size());
                for (Map.Entry<Kind, byte[]> said : entry.getValue().said.entrySet()) {
                    out.writeByte(said.getKey().ordinal());
                    write(out, said.getValue());
                }
            }
            out.writeInt(objects.size());
            for (Map.Entry<String, byte[]> used : objects.entrySet()) {
                out.writeUTF(used.getKey());
                write(out, used.getValue());
            }
            out.writeInt(groups.size());
            for (byte[] join : groups) {
                write(out, join);
            }
            writeShifts(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Behind all else, in the order of the streams: who knows nothing of it reads not so far. */
    private void writeShifts(DataOutputStream out) throws IOException {
        out.writeInt(streams.size());
        for (Stream stream : streams.values()) {
            out.writeLong(stream.shift);
        }
    }

    private void readShifts(DataInputStream in) throws IOException {
        if (in.available() == 0) {
            return;
        }
        if (in.readInt() != streams.size()) {
            throw new IOException("other streams");
        }
        for (Stream stream : streams.values()) {
            stream.shift = in.readLong();
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Empty when it cannot be read; the version before can, which kept calls itself. */
    static Optional<Transcript> parse(byte[] main, byte[] calls) {
        Transcript read = new Transcript();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(main));
                DataInputStream of = new DataInputStream(new ByteArrayInputStream(calls))) {
            int version = main.length == 0 || main[0] == 0 ? 1 : in.readUnsignedByte();
            if (version > VERSION) {
                return Optional.empty();
            }
            read.connect = bytes(in);
            read.connectTransaction = in.readDouble();
            read.connected = in.readBoolean();
            read.peerInfo = bytes(in);
            read.lastStream = in.readLong();
            int count = in.readInt();
            if (count > MOST_STREAMS) {
                return Optional.empty();
            }
            for (int i = 0; i < count; i++) {
                read.readStream(in, version);
            }
            if (version > 1) {
                read.readTakingPart(in);
                read.readShifts(in);
            }
            for (int i = 0; i < calls.length / Double.BYTES; i++) {
                read.pending.add(of.readDouble());
            }
            return Optional.of(read);
        } catch (IOException | IndexOutOfBoundsException broken) {
            return Optional.empty();
        }
    }

    private void readTakingPart(DataInputStream in) throws IOException {
        for (int i = count(in); i > 0; i--) {
            String name = in.readUTF();
            objects.put(name, bytes(in));
        }
        for (int i = count(in); i > 0; i--) {
            groups.add(bytes(in));
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_TAKING_PART) {
            throw new IOException("a count of " + count);
        }
        return count;
    }

    private void readStream(DataInputStream in, int version) throws IOException {
        Stream stream = stream(in.readLong());
        stream.createdBy = in.readDouble();
        if (version > 1) {
            stream.publication = in.readLong();
            stream.moves = in.readLong();
        }
        stream.begun = version <= 2 || in.readBoolean();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Kind kind = Kind.values()[in.readUnsignedByte()];
            stream.said.put(kind, bytes(in));
        }
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a length of " + length);
        }
        return in.readNBytes(length);
    }
}
