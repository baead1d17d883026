package io.cumulonimbus.origin.stream;

import io.cumulonimbus.origin.record.PlayableFilm;
import io.cumulonimbus.origin.wire.StreamData;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * How a stream comes to play: finds what a client asked for, begins it, and goes on with the next
 * of its list. Owned by the client's loop.
 */
final class Playback implements FilmSearch.Outcome {
    private static final int MOST_LISTED = 64;

    private final long streamId;
    private final StreamContext context;
    private final OutgoingFlows outgoing;
    private final Runnable barrier;
    private final Stage stage;
    private final StreamRecording.StatusWriter status;
    private final ArrayDeque<PlayRequest> list = new ArrayDeque<>();
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;
    private long bufferMs;

    /** The stream, as far as playing changes it. */
    interface Stage {
        /** What it does from now on; what it did before was ended. */
        void become(Role role);

        /** Takes nothing from the client for now, or goes on. */
        void hold(boolean wanted);
    }

    Playback(
            long streamId,
            StreamContext context,
            OutgoingFlows outgoing,
            Runnable barrier,
            Stage stage,
            StreamRecording.StatusWriter status) {
        this.streamId = streamId;
        this.context = context;
        this.outgoing = outgoing;
        this.barrier = barrier;
        this.stage = stage;
        this.status = status;
    }

    /** Puts it behind the recording that plays; answers whether there was room. */
    boolean queue(PlayRequest request) {
        return list.size() < MOST_LISTED && list.add(request);
    }

    /** Forgets what was to be played later. */
    void forget() {
        list.clear();
    }

    void receiveAudio(Role role, boolean wanted) {
        wantsAudio = wanted;
        if (role instanceof PlayRole viewing) {
            viewing.receiveAudio(wanted);
        }
    }

    void receiveVideo(Role role, boolean wanted) {
        wantsVideo = wanted;
        if (role instanceof PlayRole viewing) {
            viewing.receiveVideo(wanted);
        }
    }

    void bufferTime(Role role, long ms) {
        bufferMs = ms;
        if (role instanceof PlayRole viewing) {
            viewing.bufferTime(ms);
        }
    }

    /** Begins to play; the stream does nothing else at this moment. */
    void play(PlayRequest request) {
        if (context.media().isEmpty() || !request.mayBeRecorded()) {
            live(request);
            return;
        }
        FilmSearch search = new FilmSearch(request, context, this);
        stage.become(search);
        stage.hold(true);
        search.begin();
    }

    @Override
    public void live(PlayRequest request) {
        Playing playing =
                new Playing(streamId, request.name(), context, outgoing, request.unbuffered());
        stage.become(playing);
        stage.hold(true);
        playing.ask((p, refusal) -> decided(request, refusal, () -> start(request, p)));
    }

    private void decided(PlayRequest request, Optional<String> refusal, Runnable start) {
        if (refusal.isPresent()) {
            String text = "Not authorized to play " + request.name().text();
            stage.become(Role.IDLE);
            forget();
            fail("NetStream.Play.Failed", refusal.filter(r -> !r.isEmpty()).orElse(text));
        } else {
            start.run();
        }
        stage.hold(false);
    }

    private void start(PlayRequest request, Playing playing) {
        reset(request);
        say("NetStream.Play.Start", "Started playing " + playing.name());
        barrier.run();
        if (!playing.isRtmfp()) {
            outgoing.write(StreamData.SAMPLE_ACCESS);
            outgoing.write(StreamData.DATA_START);
        }
        prepare(playing);
        if (!playing.start()) {
            stage.become(Role.IDLE);
            playing.end();
            fail("NetStream.Play.Failed", "The server is too busy to play " + playing.name());
        }
    }

    @Override
    public void film(PlayRequest request, PlayableFilm film) {
        FilmWriter out = new FilmWriter(context, outgoing, streamId, barrier);
        Permission permission = new Permission(streamId, request.name(), context, out);
        FilmPlaying playing =
                new FilmPlaying(request, film, out, context.loop(), permission, this::completed);
        stage.become(playing);
        stage.hold(true);
        permission.ask(
                refusal -> {
                    refusal.ifPresent(why -> playing.end());
                    decided(request, refusal, () -> start(request, playing, out));
                });
    }

    private void start(PlayRequest request, FilmPlaying playing, FilmWriter out) {
        out.recorded();
        out.begins();
        reset(request);
        say("NetStream.Play.Start", "Started playing " + playing.name());
        out.synchronise();
        out.dataStarts();
        outgoing.feeds(playing::drained);
        prepare(playing);
        playing.start();
    }

    private void prepare(PlayRole viewing) {
        viewing.receiveAudio(wantsAudio);
        viewing.receiveVideo(wantsVideo);
        viewing.bufferTime(bufferMs);
    }

    private void completed(FilmPlaying played) {
        PlayRequest next = list.poll();
        if (next == null) {
            played.sayStop();
            return;
        }
        played.saySwitch();
        played.end();
        play(next);
    }

    @Override
    public void nothing(PlayRequest request) {
        stage.become(Role.IDLE);
        forget();
        status.say(true, "NetStream.Play.StreamNotFound", "There is no stream " + request.name());
        stage.hold(false);
    }

    private void reset(PlayRequest request) {
        if (request.reset()) {
            say("NetStream.Play.Reset", "Playing and resetting " + request.name().text());
        }
    }

    private void fail(String code, String description) {
        status.say(true, code, description);
    }

    private void say(String code, String description) {
        status.say(false, code, description);
    }
}
