package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of introductions that cannot work. */
class IntroductionLogTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress ASKER = new InetSocketAddress("192.0.2.7", 4000);
    private static final PeerId WANTED = new PeerId(new byte[32]);

    private final Logger logger = (Logger) LoggerFactory.getLogger(IntroductionLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Level before = logger.getLevel();
    private final IntroductionLog log = new IntroductionLog();
    private long now = 5 * SECOND;

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setLevel(before);
    }

    @Test
    void theReasonIsSaidWithWhoAskedForWhom() {
        count(IntroductionOutcome.BOTH_SYMMETRIC, true);
        assertThat(lines())
                .containsExactly(
                        "/192.0.2.7:4000 cannot be introduced to "
                                + WANTED
                                + ": both are behind symmetric translators: only a relay can help");
    }

    @Test
    void aFloodIsALineASecondAndTheRestIsCounted() {
        for (int i = 0; i < 10_000; i++) {
            count(IntroductionOutcome.UNKNOWN, true);
        }
        assertThat(lines()).hasSize(1);
        now += SECOND;
        count(IntroductionOutcome.UNKNOWN, true);
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(1)).endsWith("(and 9999 more such cases)");
        assertThat(log.counts()).containsEntry(IntroductionOutcome.UNKNOWN, 10_001L);
    }

    @Test
    void whatWorksOrWasSaidIsNotSaid() {
        count(IntroductionOutcome.DONE, true);
        count(IntroductionOutcome.RELAYED, true);
        count(IntroductionOutcome.STRANGER, true);
        count(IntroductionOutcome.NO_ANSWER, false);
        assertThat(lines()).isEmpty();
    }

    @Test
    void theLatestAreKeptTheLastOneFirst() {
        assertThat(log.latest()).isEmpty();
        for (int i = 0; i < 125; i++) {
            count(IntroductionOutcome.UNKNOWN, true);
            count(IntroductionOutcome.NO_ADDRESS, true);
        }
        count(IntroductionOutcome.DONE, false);
        count(IntroductionOutcome.DONE, false);
        count(IntroductionOutcome.NO_ANSWER, false);

        assertThat(log.latest()).hasSize(100);
        RecentIntroduction last = log.latest().get(0);
        assertThat(last.outcome()).isEqualTo(IntroductionOutcome.DONE);
        assertThat(last.asker()).isEqualTo(ASKER);
        assertThat(last.wanted()).isEqualTo(WANTED.toString());
        assertThat(last.number()).isEqualTo(251);
        assertThat(log.latest().get(99).number()).isEqualTo(152);
    }

    private void count(IntroductionOutcome outcome, boolean news) {
        log.count(outcome, ASKER, WANTED, news, now);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
