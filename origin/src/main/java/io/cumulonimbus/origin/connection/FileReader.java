package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.FileAnswer;
import io.cumulonimbus.origin.web.FilePage;
import io.cumulonimbus.origin.web.FilePiece;
import io.cumulonimbus.origin.web.PublicFiles;
import io.cumulonimbus.rtmp.message.Command;
import java.util.Map;
import java.util.Optional;

/**
 * A client that reads files which everybody may see. Its application has a say in each, once for as
 * long as the client asks for the same; what was made for it is kept until it asks for another.
 * Owned by the client's loop.
 */
final class FileReader {
    /** What gateways say for clients of HTTP that want a file. */
    static final String COMMAND = "@read";

    /** Words by which gateways know what to answer. */
    private static final String REFUSED = "Not allowed";

    private static final String NONE = "There is no such file";

    private final NetConnection connection;
    private Optional<Decided> decided = Optional.empty();
    private int underWay;

    /** What the application said to a name, and what was made then. */
    private record Decided(String asked, String shown, Optional<FilePage> page) {}

    FileReader(NetConnection connection) {
        this.connection = connection;
    }

    /** A part of a file: its name, where to begin, how many bytes. */
    void read(Command command) {
        String asked = command.argument(0).asText().orElse("");
        Optional<PublicFiles> files = connection.context().files();
        Optional<String> plain = PublicFiles.plain(asked);
        if (files.isEmpty() || plain.isEmpty()) {
            fail(command, NONE);
        } else if (underWay >= connection.settings().maxCalls()) {
            fail(command, "Too many calls at once");
        } else if (decided.filter(is -> is.asked().equals(asked)).isPresent()) {
            give(command, files.get(), decided.get());
        } else if (isUnderCalls()) {
            underWay++;
            connection
                    .link()
                    .events()
                    .read(
                            plain.get(),
                            answer ->
                                    connection.guard(
                                            () -> decide(command, files.get(), asked, answer)));
        } else {
            fail(command, "Too many calls in this second");
        }
    }

    /** A script that is asked is called. */
    private boolean isUnderCalls() {
        return !connection.link().events().wants(AppEvent.READ) || connection.allowance.takeCall();
    }

    private void decide(
            Command command, PublicFiles files, String asked, Optional<FileAnswer> answer) {
        underWay--;
        if (answer.isEmpty()) {
            fail(command, "The application is too busy");
            return;
        }
        switch (answer.get()) {
            case FileAnswer.Refused refused -> fail(command, REFUSED);
            case FileAnswer.Shown shown ->
                    give(command, files, new Decided(asked, shown.name(), Optional.empty()));
            case FileAnswer.Filled filled ->
                    fill(command, files, asked, filled.name(), filled.values());
        }
    }

    private void fill(
            Command command,
            PublicFiles files,
            String asked,
            String name,
            Map<String, String> values) {
        underWay++;
        boolean begun =
                files.fill(
                        connection.link().application().path(),
                        name,
                        values,
                        connection.context().loop(),
                        page -> connection.guard(() -> filled(command, files, asked, page)));
        if (!begun) {
            underWay--;
            fail(command, "The disk is too busy");
        }
    }

    private void filled(Command command, PublicFiles files, String asked, Optional<FilePage> page) {
        underWay--;
        if (page.isPresent()) {
            give(command, files, new Decided(asked, page.get().name(), page));
        } else {
            fail(command, NONE);
        }
    }

    private void give(Command command, PublicFiles files, Decided what) {
        decided = Optional.of(what);
        long from = (long) command.argument(1).asNumber().orElse(0);
        int most = (int) command.argument(2).asNumber().orElse(0);
        if (what.page().isPresent()) {
            answer(command, what.page().map(page -> page.piece(from, most)));
            return;
        }
        underWay++;
        boolean begun =
                files.read(
                        connection.link().application().path(),
                        what.shown(),
                        from,
                        most,
                        connection.context().loop(),
                        piece ->
                                connection.guard(
                                        () -> {
                                            underWay--;
                                            answer(command, piece);
                                        }));
        if (!begun) {
            underWay--;
            fail(command, "The disk is too busy");
        }
    }

    private void answer(Command command, Optional<FilePiece> piece) {
        if (piece.isEmpty()) {
            fail(command, NONE);
        } else if (connection.isConnected()) {
            AmfValue value = piece.get().toAmf();
            connection.channel().result(command.transactionId(), value);
        }
    }

    private void fail(Command command, String why) {
        if (connection.isConnected()) {
            connection.channel().callFailed(command.transactionId(), why);
        }
    }
}
