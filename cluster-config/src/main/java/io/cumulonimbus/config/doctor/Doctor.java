package io.cumulonimbus.config.doctor;

import io.cumulonimbus.config.Stranger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at a program and its machine, and says what is not well and what to do about it. */
public final class Doctor {
    private Doctor() {}

    /** What is to be said of settings that mean nothing. */
    public static List<Finding> read(List<Stranger> strangers) {
        return strangers.stream().map(stranger -> Finding.note(stranger.toString())).toList();
    }

    /**
     * Looks at everything; takes some seconds at most.
     *
     * @param running whether the program runs, so that its ports are its own
     * @param hello a datagram that it answers when it runs; empty if there is none
     */
    public static List<Finding> examine(Patient patient, boolean running, byte[] hello) {
        List<Finding> findings = new ArrayList<>();
        DoorCheck doors = new DoorCheck(running, hello);
        patient.doors().forEach(door -> findings.add(doors.look(door)));
        patient.publicAddress()
                .ifPresentOrElse(
                        address -> findings.add(AddressCheck.publicAddress(address, patient)),
                        () -> findings.addAll(AddressCheck.noPublicAddress(patient)));
        patient.origins().forEach(origin -> findings.add(AddressCheck.origin(origin)));
        boolean linked = patient.secrets().containsKey("edges.secret");
        patient.cluster().ifPresent(c -> findings.addAll(ClusterCheck.look(c, linked)));
        patient.tls().ifPresent(tls -> findings.add(CertificateCheck.look(tls)));
        patient.secrets().forEach((key, set) -> findings.add(secret(key, set)));
        patient.folders().forEach((key, folder) -> findings.add(FolderCheck.look(key, folder)));
        findings.addAll(MachineCheck.look(patient));
        return findings;
    }

    private static Finding secret(String key, boolean set) {
        return set
                ? Finding.ok(key + " is set")
                : Finding.note(
                        key
                                + " is empty: whoever runs on this machine is believed. Set "
                                + "CUMULONIMBUS_"
                                + key.replace('.', '_').toUpperCase(Locale.ROOT));
    }
}
