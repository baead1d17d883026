package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The smallest program: it opens its UDP port and logs a few lines. */
@Command(name = "echo")
final class EchoServer implements Callable<Integer>, Program<OriginConfig> {
    @Mixin private StartOptions options;

    public static void main(String[] arguments) {
        Launcher.main(new EchoServer(), arguments);
    }

    @Spec
    void describe(CommandSpec spec) {
        Launcher.describe(spec, keys());
    }

    @Override
    public Integer call() {
        return Launcher.run(this, options);
    }

    @Override
    public KeyTable keys() {
        return KeyTable.origin();
    }

    @Override
    public OriginConfig load(ConfigSources sources) throws ConfigException {
        return OriginConfig.load(sources);
    }

    @Override
    public LogsConfig logs(OriginConfig config) {
        return config.logs();
    }

    @Override
    public Running start(OriginConfig config) throws StartException, IOException {
        InetSocketAddress address = config.addresses().get(0);
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(address);
        } catch (BindException e) {
            throw new StartException("UDP port " + config.port() + " is in use", e);
        }
        log(config);
        return new Running() {
            @Override
            public String ports() {
                return "echo=" + config.port() + "/udp";
            }

            @Override
            public void close() {
                if (config.configs().containsKey("echo.broken")) {
                    throw new IllegalStateException("broken");
                }
                try {
                    channel.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** One line; or, with {@code echo.until}, lines until that file exists. */
    private static void log(OriginConfig config) {
        Optional<Path> until =
                Optional.ofNullable(config.configs().get("echo.until")).map(Path::of);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int line = 0;
        do {
            LoggerFactory.getLogger("echo").info("line {}\nforged", line++);
        } while (until.isPresent() && Files.notExists(until.get()) && System.nanoTime() < deadline);
    }
}
