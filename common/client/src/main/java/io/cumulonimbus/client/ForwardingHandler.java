package io.cumulonimbus.client;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** A handler before another one: passes everything on, but for what it has methods of its own. */
public abstract class ForwardingHandler implements ClientHandler {
    private final ClientHandler handler;

    /**
     * @param handler gets everything
     */
    protected ForwardingHandler(ClientHandler handler) {
        this.handler = handler;
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        return handler.onFlow(flow);
    }

    @Override
    public void onAddressChanged(InetSocketAddress address) {
        handler.onAddressChanged(address);
    }

    @Override
    public Optional<String> application() {
        return handler.application();
    }

    @Override
    public void onceConnected(Consumer<String> listener) {
        handler.onceConnected(listener);
    }

    @Override
    public boolean publishes() {
        return handler.publishes();
    }

    @Override
    public void onDismissed() {
        handler.onDismissed();
    }

    @Override
    public void onClosed(CloseReason reason) {
        handler.onClosed(reason);
    }
}
