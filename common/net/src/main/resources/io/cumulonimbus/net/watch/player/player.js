'use strict';
// Plays the stream that the page's own address names, and comes again when it ends.
(() => {
  const $ = id => document.getElementById(id);
  const video = $('video');
  const target = location.pathname.replace(/\.html$/i, '.flv') + location.search;
  const PATIENCE = [1000, 2000, 4000, 8000];
  let player = null;
  let again = 0;
  let failures = 0;

  const name = decodeURIComponent(location.pathname.replace(/^\//, '').replace(/\.html$/i, ''));
  $('name').textContent = name;
  document.title = name;

  function say(text) {
    if ($('state').textContent !== text) $('state').textContent = text;
  }

  function address() {
    if ($('way').value !== 'ws') return location.origin + target;
    return (location.protocol === 'https:' ? 'wss://' : 'ws://') + location.host + target;
  }

  function drop() {
    clearTimeout(again);
    if (player) {
      const old = player;
      player = null;
      try { old.destroy(); } catch (ignored) { /* it is gone all the same */ }
    }
  }

  function retry(text) {
    drop();
    say(text);
    const wait = PATIENCE[Math.min(failures++, PATIENCE.length - 1)];
    again = setTimeout(connect, wait);
  }

  function failed(type, detail, info) {
    const code = info && info.code;
    if (code === 403) {
      drop();
      say('Not allowed');
    } else if (code === 404) {
      retry('Not on the air');
    } else if (type === mpegts.ErrorTypes.MEDIA_ERROR) {
      retry('This browser cannot play it');
    } else {
      retry('No connection');
    }
  }

  function connect() {
    drop();
    if (!mpegts.getFeatureList().mseLivePlayback) {
      byFiles();
      return;
    }
    player = mpegts.createPlayer(
      { type: 'flv', isLive: true, url: address() },
      {
        enableWorker: false,
        enableStashBuffer: false,
        lazyLoad: false,
        autoCleanupSourceBuffer: true,
        liveBufferLatencyChasing: true,
        liveBufferLatencyMaxLatency: 2,
        liveBufferLatencyMinRemain: 0.5,
      });
    player.on(mpegts.Events.ERROR, failed);
    player.on(mpegts.Events.LOADING_COMPLETE, () => retry('The stream has ended'));
    player.on(mpegts.Events.STATISTICS_INFO, shown => {
      $('rate').textContent = Math.round((shown.speed || 0) * 8) + ' kbit/s';
    });
    player.attachMediaElement(video);
    player.load();
    start();
  }

  // iPhones have no Media Source Extensions, and play HLS by themselves.
  function byFiles() {
    if (!video.canPlayType('application/vnd.apple.mpegurl')) {
      say('This browser has no Media Source Extensions');
      return;
    }
    video.onerror = () => retry('No connection, or not on the air');
    video.src = target.replace(/\.flv(\?|$)/, '.m3u8$1');
    start();
  }

  function start() {
    Promise.resolve(video.play()).catch(() => { /* the browser wants a key or a click first */ });
  }

  function behind() {
    const ranges = video.buffered;
    return ranges.length ? Math.max(0, ranges.end(ranges.length - 1) - video.currentTime) : NaN;
  }

  function show() {
    const late = behind();
    $('latency').textContent = Number.isNaN(late) ? '–' : late.toFixed(1) + ' s';
    if (video.videoWidth) $('picture').textContent = video.videoWidth + ' × ' + video.videoHeight;
    const quality = video.getVideoPlaybackQuality && video.getVideoPlaybackQuality();
    if (quality) $('dropped').textContent = quality.droppedVideoFrames + ' of ' + quality.totalVideoFrames;
  }

  function live() {
    const ranges = video.buffered;
    if (ranges.length) video.currentTime = Math.max(0, ranges.end(ranges.length - 1) - 0.5);
    start();
  }

  video.addEventListener('playing', () => { failures = 0; say('Live'); });
  video.addEventListener('waiting', () => { if (player) say('Waiting for the stream'); });
  video.addEventListener('pause', () => { if (player) say('Paused'); });
  $('way').addEventListener('change', () => { location.hash = $('way').value; });
  addEventListener('hashchange', choose);
  addEventListener('keydown', event => {
    if (event.target.closest('select, video') || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === ' ') {
      event.preventDefault();
      if (video.paused) live(); else video.pause();
    } else if (key === 'm') {
      video.muted = !video.muted;
    } else if (key === 'f') {
      if (document.fullscreenElement) document.exitFullscreen(); else video.requestFullscreen();
    } else if (key === 'l') {
      live();
    }
  });

  function choose() {
    $('way').value = location.hash === '#ws' ? 'ws' : 'http';
    failures = 0;
    say('Connecting');
    connect();
  }

  mpegts.LoggingControl.enableAll = false;
  setInterval(show, 500);
  choose();
})();
