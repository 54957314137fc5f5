/* What a page can do beyond reading: it is complete without this file. Nothing here makes a figure. */
(() => {
  'use strict';
  const root = document.documentElement;
  const kept = {
    get(key) { try { return localStorage.getItem('bm.' + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem('bm.' + key, value); } catch { /* a folder without storage */ } },
  };
  const isChinese = () => root.classList.contains('chinese');
  const say = (english, chinese) => isChinese() ? chinese : english;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /* Before the first paint: language and colours as they were chosen last. */
  function speak(language) {
    root.classList.toggle('chinese', language === 'zh');
    root.lang = language === 'zh' ? 'zh-Hans' : 'en';
  }
  function colour(theme) {
    root.classList.toggle('light', theme === 'light');
    root.classList.toggle('dark', theme === 'dark');
  }
  /* Until all rows are there, columns would move under the eye. */
  root.classList.add('js', 'loading');
  speak(kept.get('language') ?? (/^zh/.test(navigator.language) ? 'zh' : 'en'));
  colour(kept.get('theme') ?? 'auto');

  function switches() {
    const choose = (name, apply) => {
      const radio = document.getElementById(name);
      if (radio) radio.addEventListener('change', apply);
      return radio;
    };
    for (const language of ['en', 'zh']) {
      const radio = choose(language, () => { speak(language); kept.set('language', language); labels(); });
      if (radio) radio.checked = isChinese() === (language === 'zh');
    }
    for (const theme of ['auto', 'light', 'dark']) {
      const radio = choose(theme, () => { colour(theme); kept.set('theme', theme); });
      if (radio && (kept.get('theme') ?? 'auto') === theme) radio.checked = true;
    }
  }
  /* What this file writes itself is said in the language that is shown. */
  function labels() {
    const search = document.getElementById('search');
    if (search) search.placeholder = say('Search', '查找');
    for (const input of all('.filter')) {
      input.placeholder = say('Filter', '筛选');
      input.setAttribute('aria-label', say('Filter rows', '筛选各行'));
    }
  }

  /* Tables: a click on a head sorts, a word filters. */
  const shown = (cell) => [...cell.childNodes].map((node) =>
    node.nodeType === 3 ? node.data : node.matches?.(isChinese() ? '.en,small,.copy' : '.zh,small,.copy') ? '' : shown(node)).join('');
  function value(row, column) {
    const text = shown(row.cells[column]).trim();
    const figure = text.replace(/[,\s%]|^[A-Z]{3}/g, '').replace('−', '-');
    return { text, figure: figure !== '' && !isNaN(figure) ? Number(figure) : null };
  }
  function sort(table, column, isDown) {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [value(row, column), row]);
    const order = new Intl.Collator(isChinese() ? 'zh' : 'en', { numeric: true });
    rows.sort(([a], [b]) => {
      const difference = a.figure !== null && b.figure !== null ? a.figure - b.figure : order.compare(a.text, b.text);
      return isDown ? -difference : difference;
    });
    body.append(...rows.map(([, row]) => row));
    for (const head of table.tHead.rows[0].cells) head.removeAttribute('aria-sort');
    table.tHead.rows[0].cells[column].setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
  }
  function tables() {
    for (const table of all('table[id]')) {
      const rows = table.tBodies[0]?.rows ?? [];
      if (rows.length < 2) continue;
      for (const head of table.tHead.rows[0].cells) { head.dataset.sort = ''; head.tabIndex = 0; }
      const files = table.closest('.sheet')?.querySelector('.files');
      if (rows.length < 10 || !files) continue;
      const filter = make('input', { className: 'filter', type: 'search' });
      filter.addEventListener('input', () => {
        const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
        for (const row of rows) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
      });
      files.prepend(filter);
    }
  }

  function turn(event) {
    const head = event.target.closest?.('th[data-sort]');
    if (!head || (event.type === 'keydown' && event.key !== 'Enter')) return;
    sort(head.closest('table'), head.cellIndex, head.classList.contains('n')
      ? head.getAttribute('aria-sort') !== 'descending' : head.getAttribute('aria-sort') === 'ascending');
  }

  /* One button, which goes to the id or digest that is pointed at. */
  function copies() {
    const button = make('button', { className: 'copy', type: 'button', tabIndex: -1, textContent: '⧉' });
    document.addEventListener('mouseover', (event) => {
      const code = event.target.closest?.('main code');
      if (!code || code.nextSibling === button) return;
      button.title = say('Copy', '复制');
      code.after(button);
    });
    button.addEventListener('click', async (event) => {
      event.preventDefault();
      const code = button.previousSibling;
      try { await navigator.clipboard.writeText(code.textContent); } catch {
        getSelection().selectAllChildren(code);
        document.execCommand('copy');
      }
      button.textContent = '✓';
      setTimeout(() => { button.textContent = '⧉'; }, 1200);
    });
  }

  /* Charts: what is pointed at or has the focus is told from its row of the table below. */
  function show(mark) {
    const figure = mark.closest('figure');
    const row = document.getElementById(mark.getAttribute('href').slice(1));
    if (!row || !figure) return;
    let box = figure.querySelector('.float');
    if (!box) {
      box = make('div', { className: 'float' });
      box.setAttribute('aria-hidden', 'true');
      figure.append(box);
    }
    const heads = row.closest('table').tHead.rows[0].cells;
    box.replaceChildren(make('b', { textContent: shown(row.cells[0]) }));
    [...row.cells].slice(1).forEach((cell, index) => {
      const words = shown(cell);
      if (words !== '0' && words !== '0.00') box.append(make('span', {}, shown(heads[index + 1]), make('span', { textContent: words })));
    });
    box.hidden = false;
    const place = mark.getBoundingClientRect();
    const around = figure.getBoundingClientRect();
    const left = place.left - around.left + place.width / 2 - box.offsetWidth / 2;
    box.style.left = Math.max(0, Math.min(left, around.width - box.offsetWidth)) + 'px';
    box.style.top = place.top - around.top - box.offsetHeight - 4 + 'px';
  }
  function tips() {
    const mark = (event) => event.target.closest?.('.plot .m');
    const hide = (event) => { const box = mark(event)?.closest('figure')?.querySelector('.float'); if (box) box.hidden = true; };
    for (const name of ['mouseover', 'focusin']) document.addEventListener(name, (event) => { const one = mark(event); if (one) show(one); });
    for (const name of ['mouseout', 'focusout']) document.addEventListener(name, hide);
  }

  /* Search: names are loaded when it is first used, ids by their hash, a small file at a time. */
  const index = { names: null, files: 0, ids: new Map() };
  window.bm = {
    names(rows, files) { index.names = rows; index.files = files; },
    ids(paths, found) { for (const [id, ...places] of found) index.ids.set(id, places.map((place) => paths[place])); },
  };
  const base = root.dataset.root;
  const loaded = new Map();
  function load(name) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((done) => {
        const script = make('script', { src: `${base}search/${name}.js` });
        script.onload = script.onerror = done;
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }
  const hash = (text) => new TextEncoder().encode(text).reduce((sum, byte) => Math.imul(sum ^ byte, 16777619) >>> 0, 2166136261);
  async function find(text) {
    const id = text.trim().toLowerCase();
    if (!id) return [];
    await load('names');
    const words = id.split(/\s+/);
    const found = (index.names ?? []).filter((row) => words.every((word) => row.slice(2, 5).some((part) => part.toLowerCase().includes(word))))
      .slice(0, 12).map(([kind, kindZh, own, name, nameZh, path]) => ({ title: say(name, nameZh), note: `${say(kind, kindZh)} · ${own}`, path }));
    if (found.length < 12 && id.length > 5 && index.files) {
      await load(hash(id) % index.files);
      for (const path of index.ids.get(id) ?? []) found.push({ title: text.trim(), note: path.replace(/^.*\/|\.html.*$/g, ''), path });
    }
    return found;
  }
  function search() {
    const input = document.getElementById('search');
    const list = document.getElementById('found');
    if (!input) return;
    let chosen = -1;
    let turn = 0;
    const close = () => { list.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
    const choose = (place) => {
      const items = [...list.children].filter((item) => item.dataset.path);
      chosen = Math.max(0, Math.min(items.length - 1, place));
      items.forEach((item, number) => item.setAttribute('aria-selected', String(number === chosen)));
      if (items[chosen]) { input.setAttribute('aria-activedescendant', items[chosen].id); items[chosen].scrollIntoView({ block: 'nearest' }); }
    };
    input.addEventListener('focus', () => load('names'));
    input.addEventListener('input', async () => {
      const mine = ++turn;
      const found = await find(input.value);
      if (mine !== turn) return;
      if (!input.value.trim()) return close();
      list.replaceChildren(...found.map((entry, number) => {
        const item = make('li', { id: `found-${number}`, role: 'option' }, entry.title, make('small', { textContent: entry.note }));
        item.dataset.path = entry.path;
        item.addEventListener('mousedown', (event) => { event.preventDefault(); location.href = base + entry.path; });
        return item;
      }));
      if (!found.length) list.append(make('li', { role: 'option', textContent: say('Nothing has this name or id; bm explain finds every event.', '没有此名称或编号；bm explain 可查询任何事件。') }));
      list.hidden = false;
      input.setAttribute('aria-expanded', 'true');
      choose(0);
    });
    input.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); choose(chosen + (event.key === 'ArrowDown' ? 1 : -1)); }
      if (event.key === 'Enter') { const item = list.querySelector('[aria-selected=true]'); if (item) location.href = base + item.dataset.path; }
      if (event.key === 'Escape') { close(); input.blur(); }
    });
    input.addEventListener('blur', close);
  }

  /* Keys: / searches, j and k go from row to row. */
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input:not([type=radio]),textarea')) return;
    if (event.key === '/') { event.preventDefault(); document.getElementById('search')?.focus(); }
    if (event.key === 'j' || event.key === 'k') {
      const links = all('a.row').filter((link) => link.offsetParent);
      const here = links.indexOf(document.activeElement);
      links[Math.max(0, Math.min(links.length - 1, here + (event.key === 'j' ? 1 : -1)))]?.focus();
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    switches();
    tables();
    copies();
    tips();
    search();
    labels();
    root.classList.remove('loading');
    document.addEventListener('keydown', keys);
    for (const name of ['click', 'keydown']) document.addEventListener(name, turn);
  });
})();
/* The end. */
