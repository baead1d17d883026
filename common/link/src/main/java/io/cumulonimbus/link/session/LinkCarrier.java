package io.cumulonimbus.link.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.PeerFinder;
import io.cumulonimbus.link.connection.Sequence;
import io.cumulonimbus.link.ingress.ReplayBudget;
import io.cumulonimbus.link.remote.ClientCarrier;
import io.cumulonimbus.link.remote.LinkClients;
import io.cumulonimbus.link.remote.LinkOutput;
import io.cumulonimbus.link.remote.RemoteClient;
import io.cumulonimbus.link.stream.LinkStreams;
import io.cumulonimbus.link.turn.LinkCounters;
import io.cumulonimbus.link.turn.MovingClock;
import io.cumulonimbus.link.turn.Speaker;
import io.cumulonimbus.link.wire.LinkFrame;

/** A link as those see it that it carries; its host sees less, and other things. */
final class LinkCarrier implements ClientCarrier {
    private final LinkSession link;

    LinkCarrier(LinkSession link) {
        this.link = link;
    }

    @Override
    public LinkRole role() {
        return link.role();
    }

    @Override
    public LinkRole farRole() {
        return link.farRole();
    }

    @Override
    public boolean isEstablished() {
        return link.isEstablished();
    }

    @Override
    public boolean isOver() {
        return link.loss().isPresent();
    }

    @Override
    public LinkLimits limits() {
        return link.config.limits();
    }

    @Override
    public LinkCounters counters() {
        return link.counters;
    }

    @Override
    public MovingClock movingClock() {
        return link.output.movingClock();
    }

    @Override
    public void offer(Speaker speaker) {
        link.output.offer(speaker);
    }

    @Override
    public void announce() {
        link.announce();
    }

    @Override
    public LinkOutput output() {
        return link.output;
    }

    @Override
    public LinkClients clients() {
        return link.clients;
    }

    @Override
    public PeerFinder finder() {
        return link.peers.finder();
    }

    @Override
    public void carries(Client local, RemoteClient remote) {
        link.peers.add(local, remote);
    }

    @Override
    public void forgets(Client local) {
        link.peers.remove(local);
    }

    @Override
    public LinkStreams streams() {
        return link.streams;
    }

    @Override
    public Sequence sequence() {
        return link.sequence();
    }

    @Override
    public ReplayBudget replayBudget() {
        return link.replayBudget();
    }

    @Override
    public boolean mayMove() {
        return link.mayMove();
    }

    @Override
    public boolean keeps() {
        return link.keeps();
    }

    @Override
    public long awayNs(long nowNs) {
        return link.awayNs(nowNs);
    }

    @Override
    public LinkFrame tapped(boolean incoming, LinkFrame frame) {
        return link.tapped(incoming, frame);
    }

    @Override
    public void farewell(LinkFrame frame) {
        link.farewell(frame);
    }

    @Override
    public boolean endAbsent(RemoteClient client, CloseReason reason) {
        return link.endAbsent(client, reason);
    }

    @Override
    public void displaced(RemoteClient client) {
        link.displaced(client);
    }

    @Override
    public void promises(int change) {
        link.promises(change);
    }

    @Override
    public void assembling(int change) {
        link.assembling(change);
    }

    @Override
    public void guarded(RemoteClient client, Runnable callback) {
        link.guarded(client, callback);
    }

    @Override
    public void fault(RemoteClient client) {
        link.fault(client);
    }
}
