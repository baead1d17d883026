package io.cumulonimbus.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between one RTMPT client and a server, and counts the requests: {@code RequestCounter
 * PORT} says its own port on one line, and the number of requests on another when the client has
 * gone.
 */
public final class RequestCounter {
    private static final byte[] REQUEST = {'P', 'O', 'S', 'T', ' ', '/'};

    private RequestCounter() {}

    /** Runs until the client leaves. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        InetAddress here = InetAddress.getLoopbackAddress();
        AtomicLong requests = new AtomicLong();
        try (ServerSocket door = new ServerSocket(0, 1, here)) {
            System.out.println("PORT " + door.getLocalPort());
            try (Socket client = door.accept();
                    Socket server = new Socket(here, Integer.parseInt(arguments[0]))) {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread back = new Thread(() -> pass(server, client, new AtomicLong()));
                back.setDaemon(true);
                back.start();
                pass(client, server, requests);
            }
        }
        System.out.println("REQUESTS " + requests.get());
    }

    private static void pass(Socket from, Socket to, AtomicLong requests) {
        byte[] buffer = new byte[1 << 16];
        int matched = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    matched = buffer[i] == REQUEST[matched] ? matched + 1 : 0;
                    if (matched == REQUEST.length) {
                        requests.incrementAndGet();
                        matched = 0;
                    }
                }
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            // The count is what it is.
        }
    }
}
