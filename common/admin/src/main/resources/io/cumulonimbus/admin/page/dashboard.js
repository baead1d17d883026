'use strict';
(() => {
  const EVERY_MS = 2000;
  const SLOW_EVERY = 2;
  const HISTORY = 150;
  const PAGE = 50;
  const SVG = 'http://www.w3.org/2000/svg';

  const byId = (id) => document.getElementById(id);
  const kept = sessionStorage;
  let paths = null;
  let paused = false;
  let round = 0;
  let timer = 0;
  let looking = false;
  let again = false;
  let after = '';
  let next = '';
  let before = null;
  let sessionsBefore = new Map();
  const history = {sessions: [], bitsIn: [], bitsOut: [], messagesIn: [], messagesOut: []};

  // ---- asking ----

  class Refused extends Error {
    constructor(status, message) {
      super(message);
      this.status = status;
    }
  }

  async function ask(path, method = 'GET') {
    const headers = {};
    const token = kept.getItem('token');
    if (token) {
      headers.Authorization = 'Bearer ' + token;
    }
    const answer = await fetch(path, {method, headers, cache: 'no-store', redirect: 'error'});
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw new Refused(answer.status, body.error || 'The server answers ' + answer.status);
    }
    return body;
  }

  const query = (path, values) => path + '?' + new URLSearchParams(values);
  const has = (path) => paths !== null && path in paths;

  function say(text) {
    const notice = byId('notice');
    notice.textContent = text;
    notice.hidden = text === '';
  }

  // ---- writing figures ----

  const NUMBERS = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
  const COMPACT = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});

  function number(value) {
    return value === undefined || value === null ? '–' : NUMBERS.format(value);
  }

  function bits(perSecond) {
    if (perSecond === undefined || perSecond === null) {
      return '–';
    }
    const units = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];
    let unit = 0;
    let value = perSecond;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return NUMBERS.format(value) + ' ' + units[unit];
  }

  const count = (value, what) => number(value) + ' ' + what + (value === 1 ? '' : 's');
  const bytes = (value) => COMPACT.format(value) + 'B';
  const ms = (value) => (value === undefined ? '–' : number(value) + ' ms');
  const percent = (value) => (value === undefined ? '–' : number(value) + ' %');

  function span(seconds) {
    const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
    const at = parts.findIndex(([length]) => seconds >= length);
    if (at < 0) {
      return '0 s';
    }
    const [length, unit] = parts[at];
    const whole = Math.floor(seconds / length) + ' ' + unit;
    const rest = at + 1 < parts.length ? Math.floor((seconds % length) / parts[at + 1][0]) : 0;
    return rest ? whole + ' ' + rest + ' ' + parts[at + 1][1] : whole;
  }

  // ---- tables: rows stay the same elements, so that the focus stays where it is ----

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) {
      made.textContent = text;
    }
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  class Table {
    /** columns: [title, value of a row, class]; actions: [label, whether, what to do]. */
    constructor(id, empty, key, columns, actions = []) {
      this.element = byId(id);
      this.key = key;
      this.columns = columns;
      this.actions = actions;
      this.rows = new Map();
      const head = this.element.createTHead().insertRow();
      columns.forEach(([title, , kind]) =>
        head.append(element('th', title, {scope: 'col', class: kind || ''})));
      if (actions.length) {
        head.append(element('th', '', {scope: 'col', 'aria-label': 'Actions'}));
      }
      this.body = this.element.createTBody();
      this.empty = element('tr');
      this.empty.append(element('td', empty, {class: 'empty', colspan: columns.length + 1}));
    }

    show(items) {
      const seen = new Set();
      let previous = null;
      for (const item of items) {
        const key = this.key(item);
        seen.add(key);
        const row = this.rows.get(key) || this.make(key);
        row.item = item;
        this.columns.forEach(([, value], i) => {
          const text = String(value(item));
          if (row.cells[i].textContent !== text) {
            row.cells[i].textContent = text;
            row.cells[i].title = row.cells[i].classList.contains('name') ? text : '';
          }
        });
        row.buttons.forEach(([button, wanted]) => {
          button.hidden = !wanted(item);
        });
        const place = previous ? previous.nextSibling : this.body.firstChild;
        if (place !== row.element) {
          this.body.insertBefore(row.element, place);
        }
        previous = row.element;
      }
      for (const [key, row] of this.rows) {
        if (!seen.has(key)) {
          row.element.remove();
          this.rows.delete(key);
        }
      }
      if (seen.size === 0) {
        this.body.append(this.empty);
      } else {
        this.empty.remove();
      }
    }

    make(key) {
      const row = {element: element('tr'), cells: [], buttons: [], item: null};
      this.columns.forEach(([, , kind]) => {
        const cell = element('td', '', {class: kind || ''});
        row.cells.push(cell);
        row.element.append(cell);
      });
      if (this.actions.length) {
        const cell = element('td', undefined, {class: 'n'});
        this.actions.forEach(([label, wanted, act, kind]) => {
          const button = element('button', label, {type: 'button', class: kind || ''});
          button.setAttribute('aria-label', label + ' ' + key);
          button.addEventListener('click', () => act(row.item));
          row.buttons.push([button, wanted]);
          cell.append(button);
        });
        row.element.append(cell);
      }
      this.rows.set(key, row);
      return row;
    }
  }

  const always = () => true;
  const tables = {
    nodes: new Table('nodes', 'Nobody', (n) => n.name, [
      ['Name', (n) => (n.self ? n.name + ' (this one)' : n.name), 'name'],
      ['Kind', (n) => n.kind],
      ['State', (n) => (!n.up ? 'not there' : n.taking === false ? 'takes nobody' : 'up')],
      ['Address', (n) => n.address || '–'],
      ['Clients', (n) => number(n.clients), 'n'],
      ['Capacity', (n) => number(n.capacity), 'n'],
      ['Processor', (n) => percent(n.cpuPercent), 'n'],
      ['Sends', (n) => (n.bytesPerSecond === undefined ? '–' : bits(n.bytesPerSecond * 8)), 'n'],
      ['Round trip', (n) => ms(n.roundTripMs), 'n'],
    ]),
    streams: new Table('stream-table', 'Nothing is published or watched', (s) => s.name, [
      ['Name', (s) => s.name, 'name'],
      ['On air', (s) => (s.published ? 'yes' : 'no')],
      ['Viewers', (s) => number(s.viewers), 'n'],
      ['Video', (s) => bits(s.videoBitsPerSecond), 'n'],
      ['Audio', (s) => bits(s.audioBitsPerSecond), 'n'],
      ['Frames', (s) => number(s.frames), 'n'],
      ['Lost', (s) => number(s.lost), 'n'],
      ['Dropped', (s) => number(s.dropped), 'n'],
      ['Behind', (s) => ms(s.latencyMs), 'n'],
    ], [['End', (s) => s.published, endStream, 'danger']]),
    sessions: new Table('session-table', 'No clients', (s) => s.id, [
      ['No.', (s) => s.id, 'n'],
      ['Protocol', (s) => s.protocol],
      ['Address', (s) => s.address + (s.behindEdge ? ' by an edge' : '')],
      ['Application', (s) => s.application || '–', 'name'],
      ['Here for', (s) => span(s.seconds), 'n'],
      ['Round trip', (s) => ms(s.roundTripMs), 'n'],
      ['Loss', (s) => percent(s.lossPercent), 'n'],
      ['From it', (s) => bits(s.rateIn), 'n'],
      ['To it', (s) => (s.behindEdge ? 'at the edge' : bits(s.rateOut)), 'n'],
      ['Waits', (s) => bytes(s.queuedBytes), 'n'],
    ], [['Inspect', always, inspect], ['Disconnect', always, disconnect, 'danger']]),
    introductions: new Table('introduction-table', 'Nobody asked to meet anybody', (i) => i.outcome, [
      ['Outcome', (i) => (i.failed ? '✗ ' : '✓ ') + i.outcome.replaceAll('_', ' ')],
      ['What it means', (i) => i.meaning, 'wide'],
      ['Times', (i) => number(i.count), 'n'],
    ]),
    latest: new Table('latest-table', 'Nobody asked lately', (i) => i.id, [
      ['When', (i) => new Date(i.time).toLocaleTimeString()],
      ['Asker', (i) => i.asker],
      ['Wants', (i) => i.wanted, 'name'],
      ['Outcome', (i) => (i.failed ? '✗ ' : '✓ ') + i.outcome.replaceAll('_', ' ')],
      ['What it means', (i) => i.meaning, 'wide'],
    ]),
    applications: new Table('application-table', 'None was asked for yet', (a) => a.path, [
      ['Path', (a) => a.path, 'name'],
      ['Events', (a) => number(a.events), 'n'],
      ['Mean time', (a) => number(a.eventMeanMs) + ' ms', 'n'],
      ['Waiting', (a) => number(a.waiting), 'n'],
      ['Refused', (a) => number(a.refused), 'n'],
    ], [['Reload', always, (a) => reload(a.path)]]),
    groups: new Table('group-table', 'There is none', (g) => g.id, [
      ['Id', (g) => g.id, 'name'],
      ['Members', (g) => number(g.members), 'n'],
    ]),
    bans: new Table('ban-table', 'Nobody is banned', (b) => b.address, [
      ['Address', (b) => b.address],
    ], [['Lift', always, (b) => act('/api/bans', {address: b.address}, 'DELETE')]]),
  };

  // ---- charts ----

  function shape(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  function niceTop(most) {
    if (most <= 4) {
      return 4;
    }
    const power = 10 ** Math.floor(Math.log10(most));
    return [1, 2, 5, 10].map((step) => step * power).find((top) => top >= most);
  }

  function chart(id, series, write, label) {
    const width = 400;
    const height = 144;
    const left = 62;
    const svg = byId(id);
    const top = niceTop(Math.max(0, ...series.flatMap(([values]) => values)));
    const y = (value) => height - 18 - (value / top) * (height - 30);
    const parts = [];
    for (let i = 0; i <= 2; i++) {
      const value = (top * i) / 2;
      parts.push(shape('line', {class: 'grid', x1: left, x2: width, y1: y(value), y2: y(value)}));
      parts.push(shape('text', {x: left - 6, y: y(value) + 4, 'text-anchor': 'end'}, write(value)));
    }
    parts.push(shape('text', {x: left, y: height - 3}, '5 min ago'));
    parts.push(shape('text', {x: width - 1, y: height - 3, 'text-anchor': 'end'}, 'now'));
    series.forEach(([values, kind]) => {
      const x = (i) => width - ((values.length - 1 - i) / (HISTORY - 1)) * (width - left);
      const points = values.map((value, i) => x(i).toFixed(1) + ',' + y(value).toFixed(1));
      parts.push(shape('polyline', {class: 'curve ' + kind, points: points.join(' ')}));
    });
    svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
    svg.setAttribute('preserveAspectRatio', 'xMidYMid meet');
    svg.setAttribute('aria-label', label);
    svg.replaceChildren(...parts);
  }

  function note(name, value) {
    history[name].push(value);
    if (history[name].length > HISTORY) {
      history[name].shift();
    }
  }

  const last = (values) => (values.length ? values[values.length - 1] : 0);

  function drawCharts() {
    const h = history;
    chart('chart-sessions', [[h.sessions, 'a']], (v) => COMPACT.format(v),
      number(last(h.sessions)) + ' sessions now');
    chart('chart-bits', [[h.bitsIn, 'a'], [h.bitsOut, 'b']], bits,
      bits(last(h.bitsIn)) + ' from clients, ' + bits(last(h.bitsOut)) + ' to clients now');
    chart('chart-messages', [[h.messagesIn, 'a'], [h.messagesOut, 'b']], (v) => COMPACT.format(v),
      number(last(h.messagesIn)) + ' messages a second from clients, '
        + number(last(h.messagesOut)) + ' to clients now');
  }

  function drawMap(nodes) {
    const width = 900;
    const height = 240;
    const origins = nodes.filter((n) => n.kind === 'origin').slice(0, 12);
    const edges = nodes.filter((n) => n.kind !== 'origin').slice(0, 12);
    const place = (i, of) => ((i + 1) * width) / (of + 1);
    const parts = [];
    const at = new Map();
    origins.forEach((n, i) => at.set(n, [place(i, origins.length), edges.length ? 55 : 120]));
    edges.forEach((n, i) => at.set(n, [place(i, edges.length), 185]));
    const self = nodes.find((n) => n.self);
    nodes.filter((n) => n !== self && at.has(n)).forEach((n) => {
      const [x1, y1] = at.get(self);
      const [x2, y2] = at.get(n);
      parts.push(shape('line', {class: 'wire ' + (n.up ? 'up' : 'down'), x1, y1, x2, y2}));
    });
    at.forEach(([x, y], n) => {
      const kind = 'node ' + n.kind + (n.up ? '' : ' down');
      const name = n.name.length > 20 ? n.name.slice(0, 19) + '…' : n.name;
      const half = Math.min(80, width / (2 * Math.max(origins.length, edges.length)) - 4);
      const box = {class: kind, x: x - half, y: y - 29, width: 2 * half, height: 58, rx: 8};
      const middle = {x, 'text-anchor': 'middle'};
      const title = n.self ? n.kind + ' (this one)' : n.kind;
      parts.push(shape('rect', box));
      parts.push(shape('text', {...middle, y: y - 12, class: 'name'}, title));
      parts.push(shape('text', {...middle, y: y + 4}, n.name === n.kind ? n.address : name));
      parts.push(shape('text', {...middle, y: y + 20}, count(n.clients, 'client')));
    });
    byId('map').setAttribute('viewBox', '0 0 ' + width + ' ' + height);
    byId('map').replaceChildren(...parts);
  }

  // ---- what comes in ----

  function tile(label, value) {
    const made = element('li');
    made.append(element('b', value), element('span', label));
    return made;
  }

  function showStatus(status, streams, now) {
    const sessions = Object.values(status.sessions).reduce((a, b) => a + b, 0);
    byId('program').textContent = status.program + ' ' + status.version;
    byId('uptime').textContent = 'up for ' + span(status.uptimeSeconds);
    const state = byId('state');
    const word = status.draining ? 'draining' : status.ready ? 'ready' : 'not ready';
    if (state.textContent !== word) {
      state.textContent = word;
      state.className = 'chip ' + (status.ready ? 'good' : 'bad');
    }
    byId('drain').hidden = status.draining;
    note('sessions', sessions);
    if (before && status.uptimeSeconds >= before.status.uptimeSeconds) {
      const seconds = (now - before.now) / 1000;
      const rate = (what, way) =>
        Math.max(0, (status[what][way] - before.status[what][way]) / seconds);
      note('bitsIn', rate('bytes', 'in') * 8);
      note('bitsOut', rate('bytes', 'out') * 8);
      note('messagesIn', rate('messages', 'in'));
      note('messagesOut', rate('messages', 'out'));
    }
    before = {status, now};
    const viewers = streams.reduce((sum, s) => sum + s.viewers, 0);
    const tiles = [tile('sessions', number(sessions))];
    Object.entries(status.sessions).filter(([, n]) => n > 0 && n < sessions)
      .forEach(([protocol, n]) => tiles.push(tile(protocol, number(n))));
    if (has('/api/streams')) {
      tiles.push(tile('streams', number(status.figures.streams)));
      tiles.push(tile('viewers', number(viewers)));
      tiles.push(tile('edges', number(status.figures.edges)));
    }
    tiles.push(tile('from clients', bits(last(history.bitsIn))));
    const edges = status.program === 'origin' && status.figures.edges > 0;
    tiles.push(tile(edges ? "to clients, edges' apart" : 'to clients', bits(last(history.bitsOut))));
    byId('tiles').replaceChildren(...tiles);
    drawCharts();
  }

  function showSessions(page, now) {
    const current = new Map();
    page.items.forEach((s) => {
      const was = sessionsBefore.get(s.id);
      const seconds = was ? (now - was.now) / 1000 : 0;
      s.rateIn = seconds > 0 ? ((s.bytesIn - was.bytesIn) * 8) / seconds : undefined;
      s.rateOut = seconds > 0 ? ((s.bytesOut - was.bytesOut) * 8) / seconds : undefined;
      current.set(s.id, {now, bytesIn: s.bytesIn, bytesOut: s.bytesOut});
    });
    sessionsBefore = current;
    next = page.next || '';
    byId('more').hidden = next === '';
    byId('first').hidden = after === '';
    tables.sessions.show(page.items);
  }

  async function lists() {
    const none = {items: []};
    const optional = (path, values = {limit: 500}) =>
      (has(path) ? ask(Object.keys(values).length ? query(path, values) : path) : none);
    const wanted = {limit: PAGE};
    if (after) {
      wanted.after = after;
    }
    const search = byId('search').value.trim();
    if (search) {
      wanted.search = search;
    }
    return Promise.all([
      ask('/api/status'), ask('/api/nodes'), optional('/api/streams'),
      ask(query('/api/sessions', wanted)),
    ]);
  }

  async function slowLists() {
    const shown = async (path, table, limited = true) => {
      if (has(path)) {
        const page = await ask(limited ? query(path, {limit: 500}) : path);
        table.show(page.items);
      }
    };
    await Promise.all([
      shown('/api/applications', tables.applications),
      shown('/api/groups', tables.groups),
      shown('/api/bans', tables.bans),
      has('/api/introductions') && ask('/api/introductions').then((page) =>
        tables.introductions.show(page.items.filter((i) => i.count > 0))),
      shown('/api/introductions/latest', tables.latest, false),
    ]);
  }

  async function look() {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    again = false;
    clearTimeout(timer);
    await lookOnce();
    looking = false;
    if (again) {
      look();
    } else if (!paused && !document.hidden && byId('entry').hidden) {
      timer = setTimeout(look, EVERY_MS);
    }
  }

  async function lookOnce() {
    try {
      if (paths === null) {
        paths = (await ask('/api/openapi.json')).paths;
        document.querySelectorAll('section[data-path]').forEach((section) => {
          section.hidden = !has(section.dataset.path);
          document.querySelector('nav a[href="#' + section.id + '"]').hidden = section.hidden;
        });
      }
      const [status, nodes, streams, sessions] = await lists();
      const now = performance.now();
      showStatus(status, streams.items, now);
      drawMap(nodes.items);
      tables.nodes.show(nodes.items);
      tables.streams.show(streams.items);
      showSessions(sessions, now);
      byId('entry').hidden = true;
      byId('main').hidden = false;
      if (round++ % SLOW_EVERY === 0) {
        await slowLists();
      }
      if (byId('notice').dataset.kind === 'connection') {
        say('');
      }
    } catch (problem) {
      failed(problem);
    }
  }

  function failed(problem) {
    if (problem.status === 401) {
      const known = kept.getItem('token') !== null;
      kept.removeItem('token');
      byId('main').hidden = true;
      if (byId('entry').hidden) {
        byId('entry').hidden = false;
        byId('token').focus();
      }
      say(known ? 'This is not the token.' : '');
      return;
    }
    byId('notice').dataset.kind = 'connection';
    byId('state').textContent = 'no answer';
    byId('state').className = 'chip bad';
    say(problem instanceof Refused ? problem.message : 'The server does not answer; trying again.');
  }

  function now() {
    round = 0;
    return look();
  }

  // ---- what is done ----

  function confirmed(title, text, yes) {
    const dialog = byId('confirm');
    byId('confirm-title').textContent = title;
    byId('confirm-text').textContent = text;
    byId('confirm-yes').textContent = yes;
    return new Promise((resolve) => {
      dialog.returnValue = '';
      dialog.onclose = () => resolve(dialog.returnValue === 'yes');
      dialog.showModal();
      byId('confirm-no').focus();
    });
  }

  async function act(path, values, method) {
    byId('notice').dataset.kind = 'action';
    try {
      const answer = await ask(Object.keys(values).length ? query(path, values) : path, method);
      say('');
      byId('state').setAttribute('aria-description', answer.done);
      await now();
    } catch (problem) {
      if (problem.status === 401) {
        failed(problem);
      } else {
        say(problem.message);
      }
    }
  }

  async function disconnect(session) {
    const text = session.protocol + ' from ' + session.address + '. It may come back at once.';
    if (await confirmed('Disconnect session ' + session.id + '?', text, 'Disconnect')) {
      await act('/api/sessions/' + session.id, {}, 'DELETE');
    }
  }

  async function endStream(stream) {
    const text = count(stream.viewers, 'viewer') + ' will see nothing until it is published again.';
    if (await confirmed('End the stream ' + stream.name + '?', text, 'End the stream')) {
      await act('/api/streams', {name: stream.name}, 'DELETE');
    }
  }

  const reload = (path) => act('/api/applications/reload', path ? {path} : {}, 'POST');

  function term(list, name, value) {
    list.append(element('dt', name), element('dd', value));
  }

  async function inspect(session) {
    try {
      const detail = await ask('/api/sessions/' + session.id);
      showDetail(detail.session, detail.connectivity);
    } catch (problem) {
      say(problem.message);
    }
  }

  function showDetail(s, connectivity) {
    byId('detail-title').textContent = 'Session ' + s.id;
    const list = byId('detail-list');
    list.replaceChildren();
    term(list, 'Protocol', s.protocol + (s.behindEdge ? ', by an edge' : ''));
    term(list, 'Address', s.address);
    term(list, 'Peer id', s.peerId);
    term(list, 'Asked for', s.uri || '–');
    term(list, 'Application', s.application || 'not connected');
    term(list, 'Here for', span(s.seconds));
    term(list, 'Round trip', ms(s.roundTripMs));
    term(list, 'Loss', percent(s.lossPercent) + ' of ' + number(s.fragments)
      + ' fragments; ' + number(s.retransmitted) + ' sent again');
    term(list, 'From it', number(s.messagesIn) + ' messages, ' + bytes(s.bytesIn) + ', '
      + number(s.flowsIn) + ' flows; ' + number(s.lostInFragments) + ' parts given up');
    term(list, 'To it', s.behindEdge ? 'counted by its edge' : number(s.messagesOut)
      + ' messages, ' + bytes(s.bytesOut) + ', ' + number(s.flowsOut) + ' flows; '
      + bytes(s.queuedBytes) + ' wait');
    const more = byId('detail-more');
    more.replaceChildren();
    if (connectivity) {
      more.append(element('h3', 'How others reach it'));
      const found = element('dl');
      term(found, 'Seen at', 'a ' + connectivity.seenAs + ' address');
      term(found, 'Says it is at', connectivity.reported.join(', ') || 'nothing');
      term(found, 'Translator', connectivity.translator);
      more.append(found, element('p', connectivity.translatorMeans));
      more.append(element('h3', 'Whom it wanted to meet'));
      if (connectivity.meetings.length === 0) {
        more.append(element('p', 'Nobody, lately.', {class: 'quiet'}));
      }
      connectivity.meetings.forEach((m) => more.append(element('p',
        m.state.replaceAll('_', ' ') + ' – ' + m.wanted.slice(0, 16) + '…: ' + m.reason
          + (m.asked > 1 ? ' (asked ' + m.asked + ' times)' : ''))));
    } else if (s.protocol !== 'RTMFP') {
      more.append(element('p', 'Only RTMFP clients can meet others.', {class: 'quiet'}));
    }
    byId('detail').showModal();
    byId('detail-close').focus();
  }

  // ---- controls ----

  function theme(value) {
    document.documentElement.dataset.theme = value;
    byId('theme').value = value;
  }

  byId('theme').addEventListener('change', (event) => {
    localStorage.setItem('theme', event.target.value);
    theme(event.target.value);
  });
  theme(localStorage.getItem('theme') || '');
  byId('pause').addEventListener('click', () => {
    paused = !paused;
    byId('pause').setAttribute('aria-pressed', String(paused));
    byId('pause').textContent = paused ? 'Go on' : 'Pause';
    if (!paused) {
      now();
    }
  });
  byId('drain').addEventListener('click', async () => {
    const text = 'Nobody is let in any more until the server is started again. Those who are here stay.';
    if (await confirmed('Drain this server?', text, 'Drain')) {
      await act('/api/drain', {}, 'POST');
    }
  });
  byId('entry').addEventListener('submit', (event) => {
    event.preventDefault();
    kept.setItem('token', byId('token').value.trim());
    byId('token').value = '';
    byId('entry').hidden = true;
    now();
  });
  byId('ban').addEventListener('submit', async (event) => {
    event.preventDefault();
    const address = byId('ban-address').value.trim();
    byId('ban-address').value = '';
    await act('/api/bans', {address}, 'PUT');
  });
  byId('reload').addEventListener('click', () => reload(''));
  byId('more').addEventListener('click', () => {
    after = next;
    now();
  });
  byId('first').addEventListener('click', () => {
    after = '';
    now();
  });
  byId('search').addEventListener('input', () => {
    after = '';
    now();
  });
  byId('confirm-yes').addEventListener('click', () => byId('confirm').close('yes'));
  byId('confirm-no').addEventListener('click', () => byId('confirm').close('no'));
  byId('detail-close').addEventListener('click', () => byId('detail').close());
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === '/' && !typing && !document.querySelector('dialog[open]')) {
      event.preventDefault();
      byId('search').focus();
    }
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && !paused) {
      now();
    }
  });
  now();
})();
