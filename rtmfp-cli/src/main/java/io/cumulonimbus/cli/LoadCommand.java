package io.cumulonimbus.cli;

import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetClientException;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rtmfp load}: many sessions at once, and what they cost. */
@Command(
        name = "load",
        description = "Puts a load on a server and measures what comes back and what it costs.",
        footer = {
            "%nIs done when all sessions came about and lasted. Ends early with Ctrl-C.",
            "Latencies and missing messages are known of streams that 'load --publish' sends",
            "on this machine; --pid adds the server's processor time and memory."
        })
final class LoadCommand extends ClientCommand {
    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = {
                "rtmfp://host[:port]/app; without app, the root application.",
                "rtmp, rtmps, rtmpt and rtmpts as well."
            })
    private String url;

    @Mixin private final LoadPlan plan = new LoadPlan();

    @Override
    void run(Report report) throws CommandFailure, InterruptedException {
        plan.check();
        Target target = Target.ofApplication(url);
        if (plan.flood().isPresent()) {
            URI uri = target.connection();
            new FloodRun(plan, stop(), report)
                    .run(Target.resolved(uri), uri.toString(), timeout().toNanos());
            return;
        }
        Optional<LoadFilm> film = plan.publishes() ? Optional.of(plan.film()) : Optional.empty();
        try (LoadMeter meter = new LoadMeter(plan, report);
                NetClient client = NetClient.start(plan.threads())) {
            LoadSessions sessions =
                    new LoadSessions(
                            client,
                            connectOptions().withGroups(plan.groups()),
                            plan.atOnce(),
                            plan.again());
            try {
                if (plan.calls()) {
                    new CallRun(plan, sessions, report, stop()).run(target.connection());
                } else {
                    new LoadRun(plan, target.connection(), sessions, meter, stop()).run(film);
                }
            } finally {
                sessions.closing();
            }
            judge(sessions);
        }
    }

    private void judge(LoadSessions sessions) throws CommandFailure {
        if (stop().isWished()) {
            return;
        }
        if (sessions.failed() > 0) {
            Throwable why = sessions.firstFailure();
            boolean refused = why instanceof NetClientException e && e.status().isPresent();
            throw new CommandFailure(
                    refused ? ExitCode.REFUSED : ExitCode.UNREACHABLE,
                    sessions.failed() + " sessions failed, the first: " + why.getMessage());
        }
        if (sessions.ended() > 0) {
            throw new CommandFailure(ExitCode.LOST, sessions.ended() + " sessions were lost");
        }
    }
}
