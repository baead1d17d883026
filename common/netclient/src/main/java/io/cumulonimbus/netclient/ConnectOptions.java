package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.tls.ClientTls;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to connect.
 *
 * @param objectEncoding 0 for AMF0, 3 for AMF3
 * @param properties members added to the command object of {@code connect}, or replacing what is
 *     there (app, tcUrl, flashVer, swfUrl, pageUrl, ...)
 * @param arguments what follows the command object: the script's own arguments
 * @param timeout for session and answer together, and for each later call
 * @param tls whom to trust where TLS is spoken; empty for the authorities that Java knows
 * @param groups of Diffie-Hellman that we have keys in; the server chooses (RTMFP)
 * @param addressesHidden whether the server is told no addresses of this machine (RTMFP)
 * @param identity whom to be (RTMFP); empty is somebody new
 */
public record ConnectOptions(
        int objectEncoding,
        AmfObject properties,
        List<AmfValue> arguments,
        Duration timeout,
        Optional<ClientTls> tls,
        List<DhGroup> groups,
        boolean addressesHidden,
        Optional<Identity> identity) {

    /** AMF3, no arguments, 15 seconds, groups 14 and 2. */
    public static final ConnectOptions DEFAULT =
            new ConnectOptions(
                    3,
                    new AmfObject(),
                    List.of(),
                    Duration.ofSeconds(15),
                    Optional.empty(),
                    List.of(DhGroup.MODP_2048, DhGroup.MODP_1024),
                    false,
                    Optional.empty());

    public ConnectOptions {
        if (objectEncoding != 0 && objectEncoding != 3) {
            throw new IllegalArgumentException("object encoding " + objectEncoding);
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("no group");
        }
        arguments = List.copyOf(arguments);
        groups = List.copyOf(groups);
    }

    /** The same with another object encoding. */
    public ConnectOptions withObjectEncoding(int encoding) {
        return new ConnectOptions(
                encoding, properties, arguments, timeout, tls, groups, addressesHidden, identity);
    }

    /** The same with other arguments. */
    public ConnectOptions withArguments(AmfValue... values) {
        return new ConnectOptions(
                objectEncoding,
                properties,
                List.of(values),
                timeout,
                tls,
                groups,
                addressesHidden,
                identity);
    }

    /** The same with other properties. */
    public ConnectOptions withProperties(AmfObject members) {
        return new ConnectOptions(
                objectEncoding,
                members,
                arguments,
                timeout,
                tls,
                groups,
                addressesHidden,
                identity);
    }

    /** The same with another timeout. */
    public ConnectOptions withTimeout(Duration span) {
        return new ConnectOptions(
                objectEncoding,
                properties,
                arguments,
                span,
                tls,
                groups,
                addressesHidden,
                identity);
    }

    /** The same with other trust in servers. */
    public ConnectOptions withTls(ClientTls trust) {
        return new ConnectOptions(
                objectEncoding,
                properties,
                arguments,
                timeout,
                Optional.of(trust),
                groups,
                addressesHidden,
                identity);
    }

    /** The same with keys in other groups. */
    public ConnectOptions withGroups(List<DhGroup> others) {
        return new ConnectOptions(
                objectEncoding,
                properties,
                arguments,
                timeout,
                tls,
                others,
                addressesHidden,
                identity);
    }

    /** The same without telling the server, and by it peers, the addresses of this machine. */
    public ConnectOptions withAddressesHidden() {
        return new ConnectOptions(
                objectEncoding, properties, arguments, timeout, tls, groups, true, identity);
    }

    /**
     * The same as whom that connection was, which is lost: the server knows us again (RTMFP; other
     * protocols know nobody again).
     */
    public ConnectOptions inPlaceOf(NetConnectionClient lost) {
        return new ConnectOptions(
                objectEncoding,
                properties,
                arguments,
                timeout,
                tls,
                groups,
                addressesHidden,
                lost.identity());
    }
}
