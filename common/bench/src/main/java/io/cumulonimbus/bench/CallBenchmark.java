package io.cumulonimbus.bench;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.AppWriter;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ClientEvents;
import io.cumulonimbus.origin.lua.LuaRealms;
import io.cumulonimbus.origin.lua.LuaSettings;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call of a client to the hello world in Lua, without the network: what each part of it costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CallBenchmark {
    private static final String SCRIPT =
            """
            function onConnection(client,response,...)
              function client:test(...)
                name,firstname = unpack(arg)
                return "Hello "..firstname.." "..name
              end
            end
            """;

    private final ManualLoop loop = new ManualLoop();
    private final Caller caller = new Caller();
    private Path www;
    private Applications applications;
    private Application hello;
    private ClientEvents events;
    private TcMessage encoded;
    private List<AmfValue> arguments;
    private CallAnswer last;

    /** A realm with one client. */
    @Setup
    public void open() throws IOException, MalformedAmfException {
        www = Files.createTempDirectory("www");
        Files.createDirectories(www.resolve("hello"));
        Files.writeString(www.resolve("hello/main.lua"), SCRIPT);
        LuaRealms realms = new LuaRealms(LuaSettings.defaults());
        hello = realms.open(www, "hello", loop).application("hello");
        hello.onConnection(caller, List.of(), answer -> {});
        applications = new Applications(www, List.of(loop), realms);
        events = applications.find("hello").orElseThrow().events(caller, loop);
        encoded =
                Command.of("test", 7, AmfValue.of("OpenRTMFP/Cumulus"), AmfValue.of("World"))
                        .toMessage(ObjectEncoding.AMF3);
        arguments = Command.decode(encoded).arguments();
    }

    /** Leaves nothing behind. */
    @TearDown
    public void close() throws IOException {
        applications.close();
        Files.delete(www.resolve("hello/main.lua"));
        Files.delete(www.resolve("hello"));
        Files.delete(www);
    }

    /** The script, and its values from and to those of AMF. */
    @Benchmark
    public CallAnswer lua() {
        hello.onCall(caller, "test", arguments, answer -> last = answer);
        return last;
    }

    /** The bytes of the call to values. */
    @Benchmark
    public Command amfIn() throws MalformedAmfException {
        return Command.decode(encoded);
    }

    /** The value of the answer to bytes. */
    @Benchmark
    public Message amfOut() {
        return Command.of("_result", 7, AmfValue.of("Hello World OpenRTMFP/Cumulus"))
                .toMessage(ObjectEncoding.AMF3)
                .message();
    }

    /** What each video message of each client asks when no script wants to hear of any. */
    @Benchmark
    public boolean anEventThatNobodyWants() {
        return events.wants(AppEvent.VIDEO);
    }

    /** A client that is told nothing. */
    private static final class Caller implements AppClient, AppWriter {
        private final ClientIdentity identity =
                new ClientIdentity(Protocol.RTMFP, new byte[32], "hello", new byte[0], new byte[0]);

        @Override
        public ClientIdentity identity() {
            return identity;
        }

        @Override
        public String path() {
            return "hello";
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress("192.0.2.1", 1935);
        }

        @Override
        public Map<String, String> parameters() {
            return Map.of();
        }

        @Override
        public String swfUrl() {
            return "";
        }

        @Override
        public String pageUrl() {
            return "";
        }

        @Override
        public String flashVersion() {
            return "";
        }

        @Override
        public long roundTripNs() {
            return -1;
        }

        @Override
        public AppWriter writer() {
            return this;
        }

        @Override
        public void invoke(String name, List<AmfValue> values) {
            // told nothing
        }

        @Override
        public void status(String code, String description, Map<String, AmfValue> extra) {
            // told nothing
        }

        @Override
        public void close() {
            // told nothing
        }
    }
}
