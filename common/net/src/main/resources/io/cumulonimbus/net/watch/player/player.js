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

  const WAYS = ['http', 'ws', 'hls'];

  let name = location.pathname.replace(/^\//, '').replace(/\.html$/i, '');
  try { name = decodeURIComponent(name); } catch (ignored) { /* it is shown as it is */ }
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

  function failed(code, ofMedia) {
    if (code === 403) {
      drop();
      say('Not allowed');
    } else if (code === 404) {
      retry('Not on the air');
    } else if (ofMedia) {
      retry('This browser cannot play it');
    } else {
      retry('No connection');
    }
  }

  function connect() {
    drop();
    if ($('way').value === 'hls') {
      withFiles();
      return;
    }
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
    player.on(mpegts.Events.ERROR, (type, detail, info) =>
      failed(info && info.code, type === mpegts.ErrorTypes.MEDIA_ERROR));
    player.on(mpegts.Events.LOADING_COMPLETE, () => retry('The stream has ended'));
    player.on(mpegts.Events.STATISTICS_INFO, shown => {
      $('rate').textContent = Math.round((shown.speed || 0) * 8) + ' kbit/s';
    });
    player.attachMediaElement(video);
    player.load();
    start();
  }

  function playlist() {
    return target.replace(/\.flv(\?|$)/, '.m3u8$1');
  }

  // Low-latency HLS; its player is fetched when somebody wants it.
  function withFiles() {
    if (!window.Hls) {
      const script = document.createElement('script');
      script.src = '/player/hls.js';
      script.onload = () => { if ($('way').value === 'hls') connect(); };
      script.onerror = () => retry('No connection');
      document.head.append(script);
      return;
    }
    if (!Hls.isSupported()) {
      byFiles();
      return;
    }
    const hls = new Hls({ lowLatencyMode: true, enableWorker: false, backBufferLength: 30 });
    player = hls;
    hls.on(Hls.Events.ERROR, (event, data) => {
      if (!data.fatal || player !== hls) return;
      failed(data.response && data.response.code, data.type === Hls.ErrorTypes.MEDIA_ERROR);
    });
    hls.loadSource(playlist());
    hls.attachMedia(video);
    start();
  }

  // iPhones have no Media Source Extensions, and play HLS by themselves.
  function byFiles() {
    if (!video.canPlayType('application/vnd.apple.mpegurl')) {
      say('This browser has no Media Source Extensions');
      return;
    }
    video.onerror = () => retry('No connection, or not on the air');
    video.src = playlist();
    start();
  }

  function start() {
    Promise.resolve(video.play()).catch(() => { /* the browser wants a key or a click first */ });
  }

  function behind() {
    if (player && player.latency) return player.latency; // as HLS knows it
    const ranges = video.buffered;
    return ranges.length ? Math.max(0, ranges.end(ranges.length - 1) - video.currentTime) : NaN;
  }

  function show() {
    const late = behind();
    $('latency').textContent = Number.isNaN(late) ? '–' : late.toFixed(1) + ' s';
    if (video.videoWidth) $('picture').textContent = video.videoWidth + ' × ' + video.videoHeight;
    if (player && player.bandwidthEstimate) {
      $('rate').textContent = Math.round(player.bandwidthEstimate / 1000) + ' kbit/s';
    }
    const quality = video.getVideoPlaybackQuality && video.getVideoPlaybackQuality();
    if (quality) $('dropped').textContent = quality.droppedVideoFrames + ' of ' + quality.totalVideoFrames;
  }

  function live() {
    const ranges = video.buffered;
    if (player && player.liveSyncPosition) video.currentTime = player.liveSyncPosition;
    else if (ranges.length) video.currentTime = Math.max(0, ranges.end(ranges.length - 1) - 0.5);
    start();
  }

  video.addEventListener('playing', () => { failures = 0; say('Live'); });
  video.addEventListener('ended', () => { if (player) retry('The stream has ended'); });
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
    const wanted = location.hash.slice(1);
    $('way').value = WAYS.includes(wanted) ? wanted : 'http';
    failures = 0;
    say('Connecting');
    connect();
  }

  mpegts.LoggingControl.enableAll = false;
  setInterval(show, 500);
  choose();
})();
