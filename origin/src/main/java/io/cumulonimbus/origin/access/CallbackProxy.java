package io.cumulonimbus.origin.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppClient;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to somebody who decides by HTTP, and back to the loop that asked: bounded, never waiting;
 * no answer in time is a no. Any thread.
 */
final class CallbackProxy {
    /** Where an answer to a connect tells the client's account. */
    static final String ACCOUNT = "Cumulonimbus-Account";

    private static final int LONGEST_ACCOUNT = 256;
    private static final int MOST_ASKED = 1024;
    private static final int REDIRECTION = 300;
    private static final Logger LOG = LoggerFactory.getLogger(CallbackProxy.class);

    private final SparseLog complaints = new SparseLog(LOG);
    private final JsonFactory json = new JsonFactory();
    private final Optional<Signature> signature;
    private final URI url;
    private final Duration timeout;
    private final HttpClient http;
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * What was answered.
     *
     * @param yes whether the client may
     * @param account what its account was called, if it was
     */
    record Verdict(boolean yes, Optional<String> account) {
        static final Verdict NO = new Verdict(false, Optional.empty());
    }

    /**
     * @param signature signs questions, if they are to be
     */
    CallbackProxy(URI url, Duration timeout, Optional<Signature> signature) {
        this.signature = signature;
        this.url = url;
        this.timeout = timeout;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * Asks; the answer follows once, on {@code loop}.
     *
     * @param event what the client wants to do
     * @param details of it
     */
    void ask(
            String event,
            AppClient client,
            Map<String, String> details,
            Loop loop,
            Consumer<Verdict> answer) {
        if (asked.incrementAndGet() > MOST_ASKED) {
            asked.decrementAndGet();
            answer.accept(Verdict.NO);
            return;
        }
        String body = body(event, client, details);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        signature.ifPresent(s -> request.header(Signature.HEADER, s.of(body)));
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete(
                        (response, failure) -> {
                            asked.decrementAndGet();
                            if (failure != null) {
                                complaints.warn(url + " gives no answer: " + failure);
                            }
                            Verdict verdict = failure == null ? verdict(response) : Verdict.NO;
                            loop.execute(() -> answer.accept(verdict));
                        });
    }

    private static Verdict verdict(HttpResponse<Void> response) {
        int status = response.statusCode();
        Optional<String> account =
                response.headers()
                        .firstValue(ACCOUNT)
                        .filter(name -> !name.isEmpty() && name.length() <= LONGEST_ACCOUNT);
        return new Verdict(status >= 200 && status < REDIRECTION, account);
    }

    private String body(String event, AppClient client, Map<String, String> details) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("event", event);
            out.writeStringField("application", "/" + client.path());
            out.writeStringField("protocol", client.identity().protocol().name());
            out.writeStringField("peerId", client.identity().peerIdHex());
            out.writeStringField("address", client.address().getAddress().getHostAddress());
            out.writeStringField("pageUrl", client.pageUrl());
            out.writeStringField("swfUrl", client.swfUrl());
            for (Map.Entry<String, String> detail : details.entrySet()) {
                out.writeStringField(detail.getKey(), detail.getValue());
            }
            write(out, "parameters", client.parameters());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, String name, Map<String, String> values)
            throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            out.writeStringField(value.getKey(), value.getValue());
        }
        out.writeEndObject();
    }
}
