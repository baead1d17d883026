package io.cumulonimbus.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys of RTMP and its forms, and how they become {@link RtmpDoors}. */
final class RtmpKeys {
    private static final int LONGEST_HOLD_MS = 2400;

    private static final ConfigKey<Integer> CONNECTIONS =
            ConfigKey.of(
                    "rtmp.connectionsMax",
                    "10000",
                    ValueType.integer("a whole number from 1 to 1000000", 1, 1_000_000),
                    "Most TCP connections on each of the ports of RTMP and its forms. The system's"
                            + " limit of open files has to allow for them.");
    private static final ConfigKey<Integer> NEWCOMERS =
            ConfigKey.of(
                    "rtmp.newcomersPerAddress",
                    "256",
                    ValueType.integer("a whole number from 1 to 1000000", 1, 1_000_000),
                    "Most of them from one address that have not shaken hands yet, and most RTMPT"
                            + " sessions so, where proxies are trusted from each client's own"
                            + " address.");
    private static final ConfigKey<Integer> WRITE_DELAY =
            ConfigKey.of(
                    "rtmp.writeDelay",
                    "10",
                    ValueType.integer("milliseconds, a whole number from 0 to 50", 0, 50),
                    "How long sound and pictures for a client of RTMP or RTMPS may wait for more, to"
                            + " go out in one write: viewers cost less so, and are late by as much"
                            + " at most. Nothing else waits, nor do 16 KiB of them. 0 sends each"
                            + " message at once.");
    private static final ConfigKey<Integer> IDLE_HOLD =
            ConfigKey.of(
                    "http.idleHold",
                    "500",
                    ValueType.integer(
                            "milliseconds, a whole number from 0 to " + LONGEST_HOLD_MS,
                            0,
                            LONGEST_HOLD_MS),
                    "How long an RTMPT client that asks while there is nothing for it waits for its"
                            + " reply, unless there is something before. Less makes clients ask more"
                            + " often; 0 answers at once, and some ask thousands of times a second"
                            + " then. Some clients give up after 3 seconds.");
    private static final ConfigKey<Integer> REPLY_SPACING =
            ConfigKey.of(
                    "http.replySpacing",
                    "40",
                    ValueType.integer("milliseconds, a whole number from 0 to 200", 0, 200),
                    "Least time between two replies with media to one RTMPT client that asks for"
                            + " more: messages that come in between share a reply, and a message"
                            + " after silence does not wait. So viewers are late by as much at"
                            + " most. 0 answers with each message at once, which costs a request"
                            + " each.");
    private static final ConfigKey<Integer> SESSIONS =
            ConfigKey.of(
                    "http.sessionsMax",
                    "10000",
                    ValueType.integer("a whole number from 1 to 1000000", 1, 1_000_000),
                    "Most RTMPT sessions on each port of RTMPT. Each thread has its share of them.");
    private static final ConfigKey<Duration> SESSION_TIMEOUT =
            ConfigKey.of(
                    "http.sessionTimeout",
                    "60",
                    ValueType.integer("whole seconds from 5 to 600", 5, 600)
                            .map(Duration::ofSeconds),
                    "How long an RTMPT session lives without requests.");
    private static final ConfigKey<Boolean> IDENT2 =
            ConfigKey.of(
                    "http.ident2",
                    "false",
                    ValueType.BOOLEAN,
                    "Whether /fcs/ident2, which some RTMPT clients ask for first, is found. Most take"
                            + " either answer; Shumway wants false, old Android clients true.");
    private static final ConfigKey<Path> TLS_CERTIFICATE =
            ConfigKey.of(
                    "tls.certificate",
                    "tls/certificate.pem",
                    ValueType.PATH,
                    "PEM file with the certificate for RTMPS, RTMPTS and admin.tls, followed by those that vouch"
                            + " for it. It and the key are read again when the files change. When"
                            + " this key and the next are at their defaults and there is neither"
                            + " file, both are made: no client trusts that certificate, it is for"
                            + " trying out.");
    private static final ConfigKey<Path> TLS_KEY =
            ConfigKey.of(
                    "tls.key",
                    "tls/key.pem",
                    ValueType.PATH,
                    "PEM file with the private key of the certificate, as PKCS #8, not encrypted.");
    private static final ConfigKey<List<AddressRange>> PROXIES_TRUSTED =
            ConfigKey.of(
                    "proxies.trusted",
                    "",
                    ValueType.ADDRESS_RANGES,
                    "Where load balancers and proxies connect from that are believed what they say of"
                            + " a client's address: in a header of the PROXY protocol, version 2, on"
                            + " all ports of RTMP, and in X-Forwarded-For and X-Forwarded-Proto on"
                            + " those of RTMPT.");

    private final ConfigKey<Integer> rtmp;
    private final ConfigKey<Integer> http;
    private final ConfigKey<Integer> rtmps;
    private final ConfigKey<Integer> https;

    private final List<ConfigKey<?>> more;

    /**
     * @param ports what ports may be
     * @param more keys that this program alone has for RTMPT
     * @param rtmp the port when nobody sets it, and so on
     */
    RtmpKeys(
            ValueType<Integer> ports,
            List<ConfigKey<?>> more,
            String rtmp,
            String http,
            String rtmps,
            String https) {
        this.more = more;
        this.rtmp =
                ConfigKey.of(
                        "rtmp.port",
                        rtmp,
                        ports,
                        "TCP port for RTMP clients, such as encoders; 0 receives none.");
        this.http =
                ConfigKey.of(
                        "http.port",
                        http,
                        ports,
                        "TCP port for RTMPT clients, which tunnel RTMP through HTTP; 0 receives"
                                + " none.");
        this.rtmps =
                ConfigKey.of(
                        "rtmps.port",
                        rtmps,
                        ports,
                        "TCP port for RTMP clients that use TLS; 0 receives none.");
        this.https =
                ConfigKey.of(
                        "https.port",
                        https,
                        ports,
                        "TCP port for RTMPT clients that use TLS (RTMPTS); 0 receives none.");
    }

    List<ConfigKey<?>> all() {
        List<ConfigKey<?>> all = new ArrayList<>();
        all.addAll(List.of(rtmp, CONNECTIONS, NEWCOMERS, WRITE_DELAY, rtmps, http));
        all.addAll(List.of(IDLE_HOLD, REPLY_SPACING, SESSIONS, SESSION_TIMEOUT, IDENT2));
        all.addAll(more);
        all.add(https);
        all.addAll(WatchKeys.all());
        all.addAll(WebKeys.all());
        all.addAll(List.of(TLS_CERTIFICATE, TLS_KEY, PROXIES_TRUSTED));
        return all;
    }

    RtmpDoors read(Settings settings) throws ConfigException {
        OptionalInt withTls = door(settings.get(rtmps));
        OptionalInt webWithTls = door(settings.get(https));
        TlsConfig tls = certificate(settings);
        return new RtmpDoors(
                door(settings.get(rtmp)),
                door(settings.get(http)),
                withTls,
                webWithTls,
                withTls.isPresent() || webWithTls.isPresent() ? Optional.of(tls) : Optional.empty(),
                settings.get(PROXIES_TRUSTED),
                List.of(),
                new RtmpLimits(
                        settings.get(CONNECTIONS),
                        settings.get(NEWCOMERS),
                        Duration.ofMillis(settings.get(WRITE_DELAY)),
                        Duration.ofMillis(settings.get(IDLE_HOLD)),
                        Duration.ofMillis(settings.get(REPLY_SPACING)),
                        settings.get(SESSIONS),
                        settings.get(SESSION_TIMEOUT),
                        settings.get(IDENT2)),
                WatchKeys.read(settings),
                WebKeys.read(settings));
    }

    /** Each port is one number, and not that of another. */
    RtmpDoors readApart(Settings settings) throws ConfigException {
        List<ConfigKey<Integer>> doors = List.of(rtmp, rtmps, http, https);
        for (ConfigKey<Integer> one : doors) {
            for (ConfigKey<Integer> other : doors) {
                boolean same = one != other && settings.get(one).equals(settings.get(other));
                if (same && settings.get(one) != 0 && !settings.isDefault(one)) {
                    throw settings.wrong(one, "another port than " + other.name());
                }
            }
        }
        return read(settings);
    }

    /** The files of our certificate. */
    static TlsConfig certificate(Settings settings) throws ConfigException {
        return new TlsConfig(
                settings.path(TLS_CERTIFICATE),
                settings.path(TLS_KEY),
                settings.isDefault(TLS_CERTIFICATE) && settings.isDefault(TLS_KEY));
    }

    private static OptionalInt door(int port) {
        return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
