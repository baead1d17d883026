package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members on two hosts find each other in the ways that the shipped {@code hazelcast.yaml} offers
 * beside a list of addresses, with nothing changed in it but which way is on and where.
 */
class DiscoveryTest {
    private static final List<String> HOSTS = List.of("ann", "ben");
    private static final List<String> ADDRESSES = List.of("10.77.8.1", "10.77.8.2");
    private static final String NAME = "cumulonimbus-origins.default.svc.cluster.local";

    @TempDir Path folder;
    private final List<HostProgram> members = new ArrayList<>();
    private Networks networks;
    private String file;

    @BeforeEach
    void start() throws Exception {
        Networks.whyNot().ifPresent(why -> Assumptions.abort("SKIPPED: " + why));
        networks = Networks.open();
        for (int i = 0; i < HOSTS.size(); i++) {
            networks.host(HOSTS.get(i), ADDRESSES.get(i));
        }
        try (InputStream in = OriginConfig.class.getResourceAsStream("hazelcast.yaml")) {
            file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        turn("tcp-ip", false);
    }

    @AfterEach
    void end() {
        members.forEach(HostProgram::close);
        if (networks != null) {
            networks.close();
        }
    }

    private void turn(String way, boolean on) {
        String before = "      " + way + ":\n        enabled: ";
        replace(before + !on, before + on);
    }

    private void replace(String text, String other) {
        assertThat(file).contains(text);
        file = file.replace(text, other);
    }

    /** With options for Java, and more arguments for {@link Seeker}. */
    private void assertTheyMeet(List<String> options, String... more) throws Exception {
        Path config = Files.writeString(folder.resolve("hazelcast.yaml"), file);
        for (int i = 0; i < HOSTS.size(); i++) {
            List<String> arguments = new ArrayList<>(List.of(ADDRESSES.get(i), config.toString()));
            arguments.addAll(List.of(more));
            ProcessBuilder program =
                    JavaProgram.builder(Seeker.class.getName(), arguments.toArray(String[]::new));
            program.command().addAll(1, options);
            members.add(new HostProgram(networks, HOSTS.get(i), program));
        }
        for (HostProgram member : members) {
            assertThat(member.line("READY")).contains(ADDRESSES);
        }
    }

    @Test
    void byMulticast() throws Exception {
        turn("multicast", true);
        assertTheyMeet(List.of());
    }

    @Test
    void byANameWithSeveralAddresses() throws Exception {
        Path hosts = folder.resolve("hosts");
        String self = "127.0.0.1 localhost " + InetAddress.getLocalHost().getHostName();
        Stream<String> named = ADDRESSES.stream().map(address -> address + " " + NAME);
        Files.write(hosts, Stream.concat(Stream.of(self), named).toList());
        turn("kubernetes", true);
        assertTheyMeet(List.of("-Djdk.net.hosts.file=" + hosts));
    }

    @Test
    void byTheApiOfKubernetes() throws Exception {
        turn("kubernetes", true);
        replace("        service-dns: " + NAME + "\n        service-dns-timeout: 5\n", "");
        replace(
                "        # service-name: cumulonimbus-origins\n",
                """
                        service-name: cumulonimbus-origins
                        namespace: default
                        api-token: a-token
                        ca-certificate: "%s"
                        kubernetes-master: http://127.0.0.1:%d
                """
                        .formatted(anyCertificate(), Seeker.API));
        Path slices = Files.writeString(folder.resolve("slices.json"), slices());
        assertTheyMeet(List.of(), slices.toString());
        assertThat(members.get(0).said())
                .contains(
                        "ASKS /apis/discovery.k8s.io/v1/namespaces/default/endpointslices"
                                + "?labelSelector=kubernetes.io/service-name=cumulonimbus-origins"
                                + " Bearer a-token");
    }

    /** It has to be one, though it is not used without TLS. */
    private static String anyCertificate() throws Exception {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        X509TrustManager known = (X509TrustManager) trust.getTrustManagers()[0];
        byte[] bytes = known.getAcceptedIssuers()[0].getEncoded();
        return "-----BEGIN CERTIFICATE-----\\n"
                + Base64.getEncoder().encodeToString(bytes)
                + "\\n-----END CERTIFICATE-----\\n";
    }

    /** One pod is ready, and the other one is about to be. */
    private static String slices() {
        return """
                {"kind": "EndpointSliceList", "apiVersion": "discovery.k8s.io/v1", "items": [
                  {"addressType": "IPv4", "metadata": {"name": "cumulonimbus-origins-x7q2z"},
                   "endpoints": [{"addresses": ["%s"], "conditions": {"ready": true}},
                                 {"addresses": ["%s"], "conditions": {"ready": false}}],
                   "ports": [{"name": "cluster", "port": %d, "protocol": "TCP"}]}]}
                """
                .formatted(ADDRESSES.get(0), ADDRESSES.get(1), Seeker.PORT);
    }
}
