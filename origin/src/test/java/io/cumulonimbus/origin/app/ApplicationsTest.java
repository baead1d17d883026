package io.cumulonimbus.origin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.ManualLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationsTest {
    private static final int CAPACITY = 3;

    @TempDir private Path www;
    private final ManualLoop realmLoop = new ManualLoop();
    private final ManualLoop clientLoop = new ManualLoop();
    private final List<String> log = new ArrayList<>();
    private Applications applications;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("app/sub"));
        Files.createDirectories(www.resolve(".hidden"));
        applications =
                new Applications(
                        www,
                        List.of(realmLoop),
                        (folder, root, loop) -> new RecordingRealm(root),
                        CAPACITY,
                        Applications.TICK_NS);
    }

    @ParameterizedTest
    @CsvSource({
        "/app, app",
        "app, app",
        "app/, app",
        "//app//, app",
        "/app/sub, app/sub",
        "/app/./sub/, app/sub",
        "/app/sub/.., app",
        "/, ''",
        "'', ''"
    })
    void pathsAreFoundHoweverTheyAreWritten(String path, String normal) {
        assertThat(applications.find(path).map(ApplicationProxy::path)).contains(normal);
    }

    @Test
    void whatNoScriptAskedForCostsNoMemoryAndReachesNoRealm() {
        applications.find("app").orElseThrow().start();
        realmLoop.run();
        ClientEvents events = applications.find("app").orElseThrow().events(null, clientLoop);
        InetSocketAddress before = new InetSocketAddress("192.0.2.1", 1935);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int wanted = 0;
        long allocated = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            wanted += events.wants(AppEvent.AUDIO) ? 1 : 0;
            wanted += events.wants(AppEvent.VIDEO) ? 1 : 0;
            wanted += events.wants(AppEvent.DATA) ? 1 : 0;
            wanted += applications.greets() ? 1 : 0;
            events.addressChanged(before);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        assertThat(wanted).isZero();
        assertThat(allocated).isLessThan(100_000);
        assertThat(realmLoop.run()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/other",
                "/App",
                "..",
                "/../app",
                "/app/../..",
                "/.hidden",
                "/app\u0000",
                "app\\sub",
                "C:/app",
                "/app/sub/none"
            })
    void whatIsNoFolderIsNotFound(String path) {
        assertThat(applications.find(path)).isEmpty();
        assertThat(applications.find("a/".repeat(10_000))).isEmpty();
    }

    @Test
    void eachTopFolderIsARealmUnlessTheRootHasAScript() throws IOException {
        ask("app/sub");
        ask("app");
        assertThat(log).containsExactly("open app", "connect app/sub", "connect app");
        log.clear();
        Files.writeString(www.resolve("main.lua"), "");
        ask("app");
        assertThat(log).containsExactly("open ", "connect app");
    }

    @Test
    void answersComeBackOnTheLoopThatAsked() {
        List<ConnectAnswer> answers = new ArrayList<>();
        find("app").connect(null, List.of(), clientLoop, answers::add);
        assertThat(log).isEmpty();
        realmLoop.run();
        assertThat(log).hasSize(2);
        assertThat(answers).isEmpty();
        clientLoop.run();
        assertThat(answers).hasSize(1);
    }

    @Test
    void tooManyQuestionsAreRefusedAtOnceAndCounted() {
        ApplicationProxy app = find("app");
        List<CallAnswer> answers = new ArrayList<>();
        for (int i = 0; i < CAPACITY + 2; i++) {
            app.call(null, "later", List.of(), clientLoop, answers::add);
        }
        assertThat(answers)
                .hasSize(2)
                .allSatisfy(
                        a ->
                                assertThat(((CallAnswer.Failed) a).description())
                                        .contains("too busy"));
        assertThat(app.open()).isEqualTo(CAPACITY);
        assertThat(app.refused()).isEqualTo(2);
        realmLoop.run();
        clientLoop.run();
        assertThat(answers).hasSize(CAPACITY + 2);
        assertThat(app.open()).isZero();
        app.call(null, "again", List.of(), clientLoop, answers::add);
        realmLoop.run();
        clientLoop.run();
        assertThat(answers.getLast()).isEqualTo(new CallAnswer.Result(AmfValue.of("again")));
    }

    @Test
    void leavingIsToldHoweverBusyTheRealmIs() {
        ApplicationProxy app = find("app");
        for (int i = 0; i < CAPACITY; i++) {
            app.call(null, "m" + i, List.of(), clientLoop, a -> {});
        }
        app.disconnected(null, Optional.of("lost"));
        realmLoop.run();
        assertThat(log).contains("gone lost");
    }

    @Test
    void aFaultOfOursIsAnAnswerToo() {
        List<CallAnswer> answers = new ArrayList<>();
        find("app").call(null, "fault", List.of(), clientLoop, answers::add);
        realmLoop.run();
        clientLoop.run();
        assertThat(answers).containsExactly(new CallAnswer.Failed("Internal error"));
    }

    @Test
    void aSecondAnswerIsNotPassedOn() {
        List<CallAnswer> answers = new ArrayList<>();
        find("app").call(null, "twice", List.of(), clientLoop, answers::add);
        realmLoop.run();
        clientLoop.run();
        assertThat(answers).hasSize(1);
        assertThat(find("app").open()).isZero();
    }

    @Test
    void realmsThatWereOpenedAreClosed() {
        applications.close();
        realmLoop.run();
        assertThat(log).isEmpty();
        ask("app");
        applications.close();
        realmLoop.run();
        assertThat(log).endsWith("close app");
    }

    @Test
    void aRealmWhoseTimeIsOverWaitsAndGoesOnOrIsLeft() {
        ask("app");
        log.clear();
        applications.actsUntil("app", 1, realmLoop.nowNs() + 10);
        realmLoop.advance(20);
        ask("app");
        assertThat(log).isEmpty();
        applications.actsUntil("app", 1, realmLoop.nowNs() + 10);
        realmLoop.run();
        assertThat(log).containsExactly("connect app");
        log.clear();
        realmLoop.advance(20);
        ask("app");
        applications.letGo("app", false);
        realmLoop.run();
        assertThat(log).containsExactly("close app", "open app");
        assertThat(applications.departed()).isOne();
        ask("app");
        assertThat(log).endsWith("connect app");
    }

    private ApplicationProxy find(String path) {
        return applications.find(path).orElseThrow();
    }

    private void ask(String path) {
        find(path).connect(null, List.of(), clientLoop, a -> {});
        realmLoop.run();
        clientLoop.run();
    }

    private final class RecordingRealm implements Realm {
        private final String root;

        RecordingRealm(String root) {
            this.root = root;
            log.add("open " + root);
        }

        @Override
        public Application application(String path) {
            return new RecordingApplication(path);
        }

        @Override
        public void close() {
            log.add("close " + root);
        }
    }

    private final class RecordingApplication implements Application {
        private final String path;

        RecordingApplication(String path) {
            this.path = path;
        }

        @Override
        public void onConnection(
                AppClient client, List<AmfValue> arguments, Consumer<ConnectAnswer> answer) {
            log.add("connect " + path);
            answer.accept(new ConnectAnswer.Accepted(new AmfObject()));
        }

        @Override
        public void onCall(
                AppClient client,
                String method,
                List<AmfValue> arguments,
                Consumer<CallAnswer> answer) {
            log.add("call " + method);
            if (method.equals("fault")) {
                throw new IllegalStateException("a fault of ours");
            }
            answer.accept(new CallAnswer.Result(AmfValue.of(method)));
            if (method.equals("twice")) {
                answer.accept(new CallAnswer.Result(AmfValue.of(method)));
            }
        }

        @Override
        public void onDisconnection(AppClient client, Optional<String> error) {
            log.add("gone " + error.orElse(""));
        }
    }
}
