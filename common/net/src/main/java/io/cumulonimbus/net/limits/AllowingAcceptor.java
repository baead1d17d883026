package io.cumulonimbus.net.limits;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.ForwardingHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmp.connection.Refusal;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Takes as many clients of an address as may come; refuses the others. Owned by one loop. */
public final class AllowingAcceptor implements ClientAcceptor {
    /** What clients hear that are too many. */
    public static final String TOO_MANY = "Too many connections from your address";

    /** How long a client that is refused may take to ask for anything. */
    private static final long LINGER_NS = 5_000_000_000L;

    private final Loop loop;
    private final Limits limits;
    private final ClientAcceptor acceptor;

    /**
     * @param acceptor takes those who may come
     */
    public AllowingAcceptor(Loop loop, Limits limits, ClientAcceptor acceptor) {
        this.loop = loop;
        this.limits = limits;
        this.acceptor = acceptor;
    }

    @Override
    public ClientHandler accept(Client client) {
        Allowance allowance = limits.allowance(client.address(), loop);
        return allowance.isRefused()
                ? new Refused(client)
                : new Allowed(acceptor.accept(client), allowance);
    }

    /** One that is too many: it is told so when it connects, and is closed in any case. */
    private final class Refused implements ClientHandler {
        private final ClientHandler refusal;
        private final DeadlineTimer end;

        Refused(Client client) {
            refusal = new Refusal(client, TOO_MANY);
            end = new DeadlineTimer(loop, () -> client.close(CloseReason.NEAR_CLOSED));
            end.set(loop.nowNs() + LINGER_NS);
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return refusal.onFlow(flow);
        }

        @Override
        public void onClosed(CloseReason reason) {
            end.cancel();
        }
    }

    /** One that may be here: it takes its place until its end. */
    private static final class Allowed extends ForwardingHandler {
        private final Allowance allowance;

        Allowed(ClientHandler handler, Allowance allowance) {
            super(handler);
            this.allowance = allowance;
        }

        @Override
        public void onAddressChanged(InetSocketAddress address) {
            allowance.moved(address);
            super.onAddressChanged(address);
        }

        @Override
        public void onClosed(CloseReason reason) {
            allowance.end();
            super.onClosed(reason);
        }
    }
}
