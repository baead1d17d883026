package io.cumulonimbus.origin.mail;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.SmtpConfig;
import io.cumulonimbus.origin.app.Mail;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** A connection to the mail relay, made when there is a mail to send. Owned by one thread. */
final class Relay {
    private static final String PROTOCOL = "smtp";

    private final SmtpConfig config;
    private final Session session;
    private Optional<Transport> transport = Optional.empty();

    /**
     * @param tls makes encrypted connections, for those that trust other than Java's authorities
     */
    Relay(SmtpConfig config, Optional<SSLSocketFactory> tls) {
        this.config = config;
        this.session = Session.getInstance(properties(config, tls));
    }

    private static Properties properties(SmtpConfig config, Optional<SSLSocketFactory> tls) {
        Properties all = new Properties();
        String timeout = Long.toString(config.timeout().toMillis());
        all.put("mail.smtp.connectiontimeout", timeout);
        all.put("mail.smtp.timeout", timeout);
        all.put("mail.smtp.writetimeout", timeout);
        all.put("mail.smtp.auth", Boolean.toString(!config.user().isEmpty()));
        all.put("mail.smtp.ssl.checkserveridentity", "true");
        all.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
        switch (config.encryption()) {
            case NONE -> all.put("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                all.put("mail.smtp.starttls.enable", "true");
                all.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> all.put("mail.smtp.ssl.enable", "true");
        }
        tls.ifPresent(factory -> all.put("mail.smtp.ssl.socketFactory", factory));
        return all;
    }

    /**
     * What became of a mail.
     *
     * @param error why it was not sent, if so
     * @param unreachable whether the relay cannot be reached, so that others need not try now
     */
    record Outcome(Optional<String> error, boolean unreachable) {}

    /** Sends a mail. */
    Outcome send(Mail mail) {
        boolean ready = false;
        boolean connected = false;
        try {
            MimeMessage message = message(mail);
            message.saveChanges();
            ready = true;
            Transport relay = connected();
            connected = true;
            relay.sendMessage(message, message.getAllRecipients());
            return new Outcome(Optional.empty(), false);
        } catch (MessagingException | IOException failure) {
            close();
            return new Outcome(Optional.of(text(failure)), ready && !connected);
        }
    }

    /** Nothing of a mail can become a header of its own: addresses are parsed, the rest encoded. */
    private MimeMessage message(Mail mail) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(address(mail.sender()));
        List<InternetAddress> all = new ArrayList<>();
        for (String recipient : mail.recipients()) {
            all.add(address(recipient));
        }
        message.setRecipients(RecipientType.TO, all.toArray(new InternetAddress[0]));
        String subject = mail.subject().replaceAll("\\p{Cntrl}+", " ").strip();
        message.setSubject(subject, StandardCharsets.UTF_8.name());
        message.setText(mail.content(), StandardCharsets.UTF_8.name());
        message.setSentDate(new Date());
        return message;
    }

    private static InternetAddress address(String text) throws IOException {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        if (!shown.equals(text)) {
            throw new IOException("no mail address: " + shown);
        }
        try {
            InternetAddress address = new InternetAddress(text, true);
            if (address.getAddress().indexOf('@') < 1) {
                throw new IOException("no mail address: " + shown);
            }
            address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
            return address;
        } catch (MessagingException none) {
            throw new IOException("no mail address: " + shown, none);
        }
    }

    private Transport connected() throws MessagingException {
        if (transport.isPresent() && transport.get().isConnected()) {
            return transport.get();
        }
        close();
        Transport made = session.getTransport(PROTOCOL);
        HostPort server = config.server();
        Secret password = config.password();
        if (config.user().isEmpty()) {
            made.connect(server.host(), server.port(), null, null);
        } else {
            made.connect(server.host(), server.port(), config.user(), password.text());
        }
        transport = Optional.of(made);
        return made;
    }

    /** Leaves the relay; the next mail connects again. */
    void close() {
        try {
            if (transport.isPresent()) {
                transport.get().close();
            }
        } catch (MessagingException gone) {
            // That it is gone is what is wanted.
        }
        transport = Optional.empty();
    }

    private String text(Exception failure) {
        if (failure instanceof AuthenticationFailedException) {
            return config.server() + ": authentication failed";
        }
        if (failure instanceof SendFailedException refused
                && refused.getInvalidAddresses() != null
                && refused.getInvalidAddresses().length > 0) {
            return config.server() + ": refused " + refused.getInvalidAddresses()[0];
        }
        Throwable cause = failure;
        while (cause.getCause() != null && cause != cause.getCause()) {
            cause = cause.getCause();
        }
        if (failure instanceof IOException) {
            return String.valueOf(failure.getMessage());
        }
        return config.server() + ": " + reason(cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        if (cause instanceof SocketTimeoutException) {
            return "no answer";
        }
        if (cause instanceof SSLException
                || cause instanceof java.security.GeneralSecurityException) {
            return "no encrypted connection: " + cause.getMessage();
        }
        return String.valueOf(cause.getMessage()).strip();
    }
}
