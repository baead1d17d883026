package io.cumulonimbus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators write, and what an origin makes of it. */
class OriginConfigTest {
    @TempDir Path home;

    @Test
    void defaultsAreThoseOfCumulus() {
        OriginConfig config = OriginConfig.defaults(home);
        assertThat(config.port()).isEqualTo(1935);
        assertThat(config.addresses()).containsExactly(new InetSocketAddress("0.0.0.0", 1935));
        assertThat(config.www()).isEqualTo(home.resolve("www"));
        assertThat(config.udpBufferSize()).isZero();
        assertThat(config.keepAliveServer()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.keepAlivePeer()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.threads()).isZero();
        assertThat(config.loops()).isPositive();
        assertThat(config.sessions())
                .isEqualTo(
                        new SessionsConfig(
                                100_000, 1000, 256, 1, Duration.ofSeconds(30), LimitsConfig.NONE));
        assertThat(config.publicAddress()).isEmpty();
        assertThat(config.logs()).isEqualTo(new LogsConfig(home.resolve("logs"), "log"));
        assertThat(config.smtp())
                .isEqualTo(new SmtpConfig(new HostPort("localhost", 25), Duration.ofSeconds(60)));
        assertThat(config.rtmp())
                .isEqualTo(
                        new RtmpDoors(
                                OptionalInt.of(1935),
                                OptionalInt.of(8080),
                                OptionalInt.of(1937),
                                OptionalInt.of(8443),
                                Optional.of(
                                        new TlsConfig(
                                                home.resolve("tls/certificate.pem"),
                                                home.resolve("tls/key.pem"),
                                                true)),
                                List.of(),
                                new RtmpLimits(
                                        10_000,
                                        256,
                                        Duration.ofMillis(10),
                                        Duration.ofMillis(500),
                                        Duration.ofMillis(40),
                                        10_000,
                                        Duration.ofSeconds(60),
                                        false)));
        assertThat(config.edges().activated()).isFalse();
        assertThat(config.edges().port()).isEqualTo(1936);
        assertThat(config.edges().bindAddress().isLoopbackAddress()).isTrue();
        assertThat(config.edges().secret()).isEqualTo(Secret.NONE);
        assertThat(config.edges().attemptsBeforeFallback()).isEqualTo(2);
    }

    @Test
    void scriptsReachEverythingButWhatIsLinkLocal() throws Exception {
        LuaConfig lua = OriginConfig.defaults(home).lua();
        assertThat(lua.sockets()).isEqualTo(LuaConfig.Sockets.ON);
        assertThat(lua.isUnreachable(InetAddress.getByName("169.254.169.254"))).isTrue();
        assertThat(lua.isUnreachable(InetAddress.getByName("fe80::1"))).isTrue();
        assertThat(lua.isUnreachable(InetAddress.getByName("10.0.0.1"))).isFalse();
        LuaConfig other = load("lua.sockets = loopback\nlua.unreachable = 10.0.0.0/8\n").lua();
        assertThat(other.sockets()).isEqualTo(LuaConfig.Sockets.LOOPBACK);
        assertThat(other.isUnreachable(InetAddress.getByName("10.0.0.1"))).isTrue();
    }

    @Test
    void aPasswordForMailComesFromTheFirstLineOfAFileAndIsNotShown() throws Exception {
        Files.writeString(home.resolve("smtp.txt"), "s3cret\nmore\n");
        OriginConfig config =
                load("smtp.user = me\nsmtp.encryption = starttls\nsmtp.passwordFile = smtp.txt\n");
        assertThat(config.smtp().password()).isEqualTo(Secret.of("s3cret"));
        assertThat(config.toString()).doesNotContain("s3cret");
        assertThat(config.configs()).doesNotContainKey("smtp.password");
        assertThatThrownBy(() -> load("smtp.passwordFile = none.txt\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("smtp.passwordFile");
    }

    @Test
    void aPasswordIsNotSentAcrossANetworkInClear() throws Exception {
        assertThatThrownBy(() -> load("smtp.host = mail.example.org\nsmtp.user = me\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("smtp.encryption");
        assertThat(load("smtp.host = localhost\nsmtp.user = me\n").smtp().user()).isEqualTo("me");
    }

    @Test
    void twoDoorsHaveNotTheSamePort() throws Exception {
        assertThatThrownBy(() -> load("[rtmps]\nport = 1935\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        ":2: rtmps.port: expected another port than rtmp.port, found '1935'");
        assertThatThrownBy(() -> load("[http]\nport = 8443\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        ":2: http.port: expected another port than https.port, found '8443'");
        assertThat(load("[http]\nport = 8443\n[https]\nport = 0\n").rtmp().http()).hasValue(8443);
    }

    @Test
    void theDoorsForRtmpAreShutByZero() throws Exception {
        assertThat(load("rtmp.port = 0\nrtmps.port = 0\nhttp.port = 0\nhttps.port = 0\n").rtmp())
                .isEqualTo(RtmpDoors.NONE);
    }

    @Test
    void theLimitsOfRtmpAreSetForEveryPort() throws Exception {
        String rtmp = "[rtmp]\nconnectionsMax = 7\nnewcomersPerAddress = 6\nwriteDelay = 5\n";
        String http = "[http]\nidleHold = 250\nreplySpacing = 0\nsessionsMax = 5\n";
        assertThat(load(rtmp + http + "sessionTimeout = 30\nident2 = true\n").rtmp().limits())
                .isEqualTo(
                        new RtmpLimits(
                                7,
                                6,
                                Duration.ofMillis(5),
                                Duration.ofMillis(250),
                                Duration.ZERO,
                                5,
                                Duration.ofSeconds(30),
                                true));
    }

    @Test
    void aCertificateThatWasAskedForIsNotMade() throws Exception {
        RtmpDoors doors = load("tls.key = /etc/tls/mine.pem\nhttps.port = 0\n").rtmp();
        assertThat(doors.https()).isEmpty();
        assertThat(doors.tls())
                .contains(
                        new TlsConfig(
                                home.resolve("tls/certificate.pem"),
                                Path.of("/etc/tls/mine.pem"),
                                false));
    }

    @Test
    void trustedProxiesAreAddressesOrRanges() throws Exception {
        List<AddressRange> proxies =
                load("proxies.trusted = 10.1.0.0/15, ::1,192.0.2.7\n").rtmp().proxies();
        assertThat(proxies).hasSize(3);
        assertThat(proxies.get(0).contains(InetAddress.getByName("10.0.255.255"))).isTrue();
        assertThat(proxies.get(0).contains(InetAddress.getByName("10.2.0.0"))).isFalse();
        assertThat(proxies.get(1).contains(InetAddress.getByName("::1"))).isTrue();
        assertThat(proxies.get(1).contains(InetAddress.getByName("::2"))).isFalse();
        assertThat(proxies.get(2).contains(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(proxies.get(2)).hasToString("192.0.2.7/32");
        assertThatThrownBy(() -> load("proxies.trusted = proxy.example.org\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("proxies.trusted");
    }

    @Test
    void scriptsAreNotTrustedUnlessTold() throws Exception {
        LuaConfig defaults = OriginConfig.defaults(home).lua();
        assertThat(defaults.sandbox()).isEqualTo(LuaConfig.Sandbox.STRICT);
        assertThat(defaults.memoryBytes()).isEqualTo(256 << 20);
        LuaConfig trusted = load("[lua]\nsandbox = trusted\nmemory = 64").lua();
        assertThat(trusted.sandbox()).isEqualTo(LuaConfig.Sandbox.TRUSTED);
        assertThat(trusted.memoryBytes()).isEqualTo(64 << 20);
        assertThatThrownBy(() -> load("[lua]\nsandbox = open"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lua.sandbox")
                .hasMessageContaining("strict or trusted");
        assertThatThrownBy(() -> load("[lua]\nmemory = 0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("lua.memory");
    }

    @Test
    void nobodyRecordsUnlessTold() {
        MediaConfig media = OriginConfig.defaults(home).media();
        assertThat(media.rules("live/a"))
                .isEqualTo(new MediaConfig.Rules(home.resolve("media/live/a"), false, true, 0));
        assertThat(media.reserveBytes()).isEqualTo(256 << 20);
    }

    @Test
    void anApplicationHasItsOwnRulesOfMedia() throws Exception {
        MediaConfig media =
                load("""
                                [media]
                                folder = /films
                                quota = 5
                                sharedObjects = no
                                [media:/Live/v1.2/]
                                record = yes
                                [media:/]
                                folder = root
                                quota = 0
                                sharedObjects = yes
                                """)
                        .media();
        assertThat(media.rules("Live/v1.2"))
                .isEqualTo(
                        new MediaConfig.Rules(Path.of("/films/Live/v1.2"), true, false, 5 << 20));
        assertThat(media.rules(""))
                .isEqualTo(new MediaConfig.Rules(home.resolve("root"), false, true, 0));
        assertThat(media.rules("other").record()).isFalse();
        assertThat(media.recording("other", 7).rules("other"))
                .isEqualTo(new MediaConfig.Rules(Path.of("/films/other"), true, false, 7));
    }

    @Test
    void wrongRulesOfAnApplicationAreNamed() {
        assertThatThrownBy(() -> load("[media:/live]\nrecord = perhaps\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(
                        "origin.ini:2: media:/live.record: expected true or false, found 'perhaps'");
    }

    @Test
    void row1ReadsCumulusSyntax() throws Exception {
        OriginConfig config =
                load(
                        """
                        ; a comment
                          PORT=2000
                        publicAddress = play.example.org
                        ; threads = 9
                        cores = 3
                        targets = a:1;b:2 ; not a comment
                        logs.name = first
                        smtp.port = 26

                        [logs]
                        Directory =   /var/log/x
                        name = second
                        [my-App]
                        Greeting = say "hello" # to all
                        """);
        assertThat(config.port()).isEqualTo(2000);
        assertThat(config.publicAddress()).contains(new HostPort("play.example.org", 2000));
        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.logs()).isEqualTo(new LogsConfig(Path.of("/var/log/x"), "second"));
        assertThat(config.smtp().server().port()).isEqualTo(26);
        assertThat(config.configs())
                .containsEntry("targets", "a:1;b:2 ; not a comment")
                .containsEntry("my-App.Greeting", "say \"hello\" # to all")
                .containsEntry("port", "2000")
                .containsEntry("application.name", "origin");
    }

    @Test
    void row1ExpandsKeysAndEnvironmentAndNothingElse() throws Exception {
        Path file =
                Files.writeString(
                        home.resolve("origin.ini"),
                        """
                        base = ${System.Env.PLACE}/data
                        www = ${BASE}/www
                        x = ${application.baseName}
                        no = ${file:UTF-8:/etc/hostname} ${script:javascript:1} ${unknown} ${env:PLACE}
                        [logs]
                        directory = ${application.dir}l
                        """);
        OriginConfig config =
                OriginConfig.load(
                        new ConfigSources(
                                home, Optional.of(file), Map.of("PLACE", "/srv"), List.of()));
        assertThat(config.www()).isEqualTo(Path.of("/srv/data/www"));
        assertThat(config.logs().directory()).isEqualTo(home.resolve("l"));
        assertThat(config.configs())
                .containsEntry("x", "origin")
                .containsEntry(
                        "no",
                        "${file:UTF-8:/etc/hostname} ${script:javascript:1} ${unknown} ${env:PLACE}")
                .doesNotContainKey("system.env.PLACE");
    }

    @Test
    void anExpansionThatNeverEndsIsRefused() {
        assertThatThrownBy(() -> load("a = ${b}\nb = ${a}\nwww = ${a}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expands to itself");
    }

    @Test
    void commandLineWinsOverEnvironmentOverFile() throws Exception {
        Path file =
                Files.writeString(
                        home.resolve("origin.ini"), "port=1\nthreads=1\n[edges]\nport=1\n");
        OriginConfig config =
                OriginConfig.load(
                        new ConfigSources(
                                home,
                                Optional.of(file),
                                Map.of(
                                        "CUMULONIMBUS_PORT", "2",
                                        "CUMULONIMBUS_EDGES_PORT", "2",
                                        "CUMULONIMBUS_EDGES_SECRET", "s3cret"),
                                List.of("Port=3", "extra.key = a=b")));
        assertThat(config.port()).isEqualTo(3);
        assertThat(config.edges().port()).isEqualTo(2);
        assertThat(config.threads()).isEqualTo(1);
        assertThat(config.edges().secret()).isEqualTo(Secret.of("s3cret"));
        assertThat(config.configs()).containsEntry("extra.key", "a=b");
    }

    @Test
    void clientsAreReceivedOnSeveralAddresses() throws Exception {
        OriginConfig config =
                load("address = 127.0.0.1, [::1]:2000,10.0.0.1:3000, ::1, [fe80::1]\nport = 5\n");
        assertThat(config.addresses())
                .containsExactly(
                        new InetSocketAddress("127.0.0.1", 5),
                        new InetSocketAddress("::1", 2000),
                        new InetSocketAddress("10.0.0.1", 3000),
                        new InetSocketAddress("::1", 5),
                        new InetSocketAddress("fe80::1", 5));
    }

    @Test
    void everyAddressIsListenedOnOnce() throws Exception {
        assertThat(load("address = 0.0.0.0, ::, 0.0.0.0:6, [::]:6\nport = 6\n").addresses())
                .containsExactly(new InetSocketAddress("0.0.0.0", 6));
        assertThat(load("address = ::1, [::1]:6\nport = 6\n").addresses()).hasSize(1);
    }

    @Test
    void theOldNameOfTheAddressIsUnderstood() throws Exception {
        assertThat(load("bindAddress = 127.0.0.1\n").addresses())
                .containsExactly(new InetSocketAddress("127.0.0.1", 1935));
    }

    @Test
    void row3KeepAlivesBelowFiveSecondsBecomeFive() throws Exception {
        OriginConfig config = load("keepAlivePeer = 4\nkeepAliveServer = -1\n");
        assertThat(config.keepAlivePeer()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.keepAliveServer()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "port, abc, a port number from 1 to 65535",
        "port, 0, a port number from 1 to 65535",
        "port, 65536, a port number from 1 to 65535",
        "address, example.org, 'IP addresses of this machine, or [address]:port, with commas"
                + " between them'",
        "address, '127.0.0.1,', 'IP addresses of this machine, or [address]:port, with commas"
                + " between them'",
        "address, '[::1]:0', 'IP addresses of this machine, or [address]:port, with commas between"
                + " them'",
        "edges.bindAddress, example.org, an IP address of this machine",
        "udpBufferSize, -1, 'a whole number, 0 or more'",
        "keepAlivePeer, ten, whole seconds (less than 5 becomes 5)",
        "threads, 2000, a whole number from 0 to 1024",
        "sessions.max, 0, a whole number from 1 to 10000000",
        "sessions.unprovenPerAddress, x, a whole number from 1 to 10000000",
        "sessions.buffers, 0, a whole number from 1 to 1000000",
        "timers.scale, 0.001, a number from 0.01 to 1",
        "timers.scale, 2, a number from 0.01 to 1",
        "timers.scale, NaN, a number from 0.01 to 1",
        "publicAddress, host:99999, 'host:port, or nothing'",
        "publicAddress, :1935, 'host:port, or nothing'",
        "introductions, all, connected or any",
        "privateAddresses, far, near or always or never",
        "http.idleHold, 2500, 'milliseconds, a whole number from 0 to 2400'",
        "http.sessionTimeout, 4, whole seconds from 5 to 600",
        "rtmp.connectionsMax, 0, a whole number from 1 to 1000000",
        "peers.applications, 'chat,', 'paths of applications with commas between them, or *'",
        "relay.ports, 65, a whole number from 1 to 64",
        "relay.applications, 'chat,,games', 'paths of applications with commas between them, or *'",
        "logs.name, ../x, a file name without folders",
        "smtp.host, a b, a host name",
        "smtp.timeout, 0, 'whole seconds, 1 or more'",
        "edges.activated, maybe, true or false",
        "edges.attemptsBeforeFallback, 256, a whole number from 0 to 255",
    })
    void aWrongValueIsRefusedWithFileLineKeyAndWhatWasExpected(
            String key, String value, String expected) {
        assertThatThrownBy(() -> load("; comment\n\n" + key + " = " + value + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "%s:3: %s: expected %s, found '%s'",
                        home.resolve("origin.ini"), key, expected, value);
    }

    @Test
    void theLineOfAKeyInASectionIsNamed() {
        assertThatThrownBy(() -> load("port = 1\n[EDGES]\n\nPort = x\n"))
                .hasMessageStartingWith(
                        home.resolve("origin.ini") + ":4: EDGES.Port: expected a port");
    }

    @Test
    void wrongValuesOfOtherSourcesNameTheSource() {
        assertThatThrownBy(
                        () ->
                                OriginConfig.load(
                                        new ConfigSources(
                                                home,
                                                Optional.empty(),
                                                Map.of(),
                                                List.of("port=x"))))
                .hasMessage("--set: port: expected a port number from 1 to 65535, found 'x'");
        assertThatThrownBy(
                        () ->
                                OriginConfig.load(
                                        new ConfigSources(
                                                home,
                                                Optional.empty(),
                                                Map.of("CUMULONIMBUS_PORT", "x"),
                                                List.of())))
                .hasMessageStartingWith("environment CUMULONIMBUS_PORT: port: expected");
    }

    @Test
    void anUnfinishedSectionIsRefused() {
        assertThatThrownBy(() -> load("port = 1\n[edges\n"))
                .hasMessageEndingWith("origin.ini:2: expected [section], found '[edges'");
    }

    @Test
    void anAssignmentWithoutEqualsIsRefused() {
        assertThatThrownBy(
                        () ->
                                OriginConfig.load(
                                        new ConfigSources(
                                                home, Optional.empty(), Map.of(), List.of("port"))))
                .hasMessage("--set: expected key=value, found no '='");
    }

    @Test
    void aRelayIsOffUnlessAskedForAndServesTheListedApplications() throws Exception {
        assertThat(load("").peers().serves("anything")).isTrue();
        PeersConfig peers = load("[peers]\napplications = /chat/, games\n").peers();
        assertThat(peers.serves("games/chess")).isTrue();
        assertThat(peers.serves("gamesters")).isFalse();
        assertThat(load("").peers().relay()).isEqualTo(RelayConfig.OFF);
        RelayConfig relay =
                load("publicAddress = 192.0.2.1\n[relay]\nactivated = yes\n"
                                + "applications = /chat/, games\npairBandwidth = 500\n")
                        .peers()
                        .relay();
        assertThat(relay.activated()).isTrue();
        assertThat(relay.pairBandwidth()).isEqualTo(500);
        assertThat(relay.serves("chat")).isTrue();
        assertThat(relay.serves("games/chess")).isTrue();
        assertThat(relay.serves("chatter")).isFalse();
        assertThat(RelayConfig.OFF.serves("chat")).isFalse();
    }

    @Test
    void aRelayMustKnowItsAddress() throws Exception {
        assertThatThrownBy(() -> load("[relay]\nactivated = true\n"))
                .hasMessageContaining("publicAddress: expected the address under which clients");
        assertThat(load("address = 192.0.2.1\n[relay]\nactivated = on\n").peers().relay().port())
                .isEqualTo(1940);
        assertThatThrownBy(() -> load("[relay]\nport = 65535\n"))
                .hasMessageContaining("relay.port: expected a port number that leaves room");
    }

    @Test
    void edgesNeedASecret() {
        assertThatThrownBy(() -> load("[edges]\nactivated = true\nbindAddress = 0.0.0.0\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("edges.secret: expected a secret text");
    }

    @Test
    void singleEdgesMayHaveSecretsOfTheirOwnAndMayBeDenied() throws Exception {
        EdgesConfig edges =
                load("[edges]\nsecret = new, old\ndenied = oslo, bern\ntls = on\n"
                                + "[edge:10.0.0.1:19350]\nsecret = own\n")
                        .edges();
        assertThat(edges.secret().texts()).containsExactly("new", "old");
        assertThat(edges.ownSecrets()).containsEntry("10.0.0.1:19350", Secret.of("own"));
        assertThat(edges.denied()).containsExactly("oslo", "bern");
        assertThat(edges.tls()).isEqualTo(LinkTlsMode.ON);
        assertThat(load("[edge:x]\nsecret = own\n").configs().values()).doesNotContain("own");
    }

    @Test
    void secretsAreNowhereToBeRead() throws Exception {
        OriginConfig config = load("[edges]\nactivated = yes\nsecret = s3cret\nport = 5\n");
        assertThat(config.edges().secret().bytes()).asString().isEqualTo("s3cret");
        assertThat(config.toString()).doesNotContain("s3cret").contains("secret=(set)");
        assertThat(config.configs()).doesNotContainKey("edges.secret");
        assertThatThrownBy(() -> load("port = ${edges.secret}\n[edges]\nsecret = s3cret\n"))
                .hasMessageNotContaining("s3cret");
    }

    private OriginConfig load(String text) throws Exception {
        Path file = Files.writeString(home.resolve("origin.ini"), text);
        return OriginConfig.load(new ConfigSources(home, Optional.of(file), Map.of(), List.of()));
    }

    @Test
    void operatorsAskNowhereUnlessToldAndOnTheLoopbackUnlessToldOtherwise() throws Exception {
        assertThat(OriginConfig.defaults(home).admin().port()).isEmpty();
        AdminConfig admin = withAdmin("admin.port=9000").admin();
        assertThat(admin.port()).hasValue(9000);
        assertThat(admin.address().isLoopbackAddress()).isTrue();
        assertThat(admin.token().isEmpty()).isTrue();
    }

    @Test
    void operatorsElsewhereNeedAToken() throws Exception {
        assertThatThrownBy(() -> withAdmin("admin.port=9000", "admin.address=0.0.0.0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("admin.token: expected a secret text, because admin.port");
        assertThat(withAdmin("admin.address=0.0.0.0").admin().port()).isEmpty();
        Files.writeString(home.resolve("token"), "t0ken\n");
        OriginConfig config =
                withAdmin("admin.port=9000", "admin.address=0.0.0.0", "admin.tokenFile=token");
        assertThat(config.admin().token()).isEqualTo(Secret.of("t0ken"));
        assertThat(config.configs()).doesNotContainKey("admin.token");
        assertThat(config.toString()).doesNotContain("t0ken");
    }

    private OriginConfig withAdmin(String... assignments) throws ConfigException {
        return OriginConfig.load(
                new ConfigSources(home, Optional.empty(), Map.of(), List.of(assignments)));
    }
}
