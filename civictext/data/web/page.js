"use strict";
// The page's own script: charts, the table of recommendations, members of clusters. Text is only ever set as text.
(() => {
  const data = JSON.parse(civictextSheets.unpacked(document.getElementById("data").textContent));
  const W = data.words, PAGE = 50, LONG = 1500, SHORT = 160;
  const collator = new Intl.Collator(data.lang);
  const byId = new Map(data.rows.map((row, i) => [row.id, i]));
  const el = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(props || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
    return node;
  };
  const clip = (text, limit) => (text.length > limit ? text.slice(0, limit) + "…" : text);
  const bdi = (text, limit = LONG) => el("bdi", {}, clip(String(text), limit));
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const fold = (text) => text.toLowerCase().replace(/ё/g, "е");
  const number = (n) => n.toLocaleString(data.lang);

  // ---- highlighted text ----
  const KINDS = ["actor", "action", "object", "theme", "deadline", "program"];
  const LABELS = { actor: "actors", action: "actions", object: "actions", theme: "themes" };
  function title(mark) {
    const [, , kind, key, detail] = mark;
    const name = key && LABELS[kind] ? data.labels[LABELS[kind]][key] || key : "";
    return [W["mark." + kind], name, detail ? data.labels.roles[detail] || detail : ""].filter(Boolean).map((t) => clip(t, SHORT)).join(" · ");
  }
  function highlighted(row, limit) {
    const text = limit ? row.t.slice(0, limit) : row.t, out = bdi("");
    const marks = (row.m || []).filter((m) => m[0] < text.length && KINDS.includes(m[2]));
    const cuts = [...new Set([0, text.length, ...marks.flatMap((m) => [m[0], Math.min(m[1], text.length)])])].sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const over = marks.filter((m) => m[0] <= cuts[i] && cuts[i + 1] <= m[1]), part = text.slice(cuts[i], cuts[i + 1]);
      out.append(over.length ? el("span", { class: ["m", ...over.map((m) => "m-" + m[2])].join(" "), title: over.map(title).join("\n") }, part) : part);
    }
    if (limit && row.t.length > limit) out.append("…");
    return out;
  }

  // ---- state: what is asked of the table; lives in the address ----
  const state = { q: "", sort: "", desc: false, filters: {}, again: false, document: "" };
  let shown = PAGE, matching = [], openRow = null;
  function read() {
    const query = new URLSearchParams(location.hash.slice(3));
    state.q = query.get("q") || "";
    state.sort = query.get("sort") || "";
    state.desc = query.get("desc") === "1";
    state.again = query.get("again") === "1";
    state.document = query.get("document") || "";
    state.filters = {};
    data.filters.forEach((name) => { const values = query.getAll(name); if (values.length) state.filters[name] = new Set(values); });
  }
  function query() {
    const out = new URLSearchParams();
    if (state.q) out.set("q", state.q);
    for (const [name, values] of Object.entries(state.filters)) for (const value of values) out.append(name, value);
    if (state.document) out.set("document", state.document);
    if (state.sort) out.set("sort", state.sort);
    if (state.desc) out.set("desc", "1");
    if (state.again) out.set("again", "1");
    return out.toString();
  }
  // a choice makes an entry in the history, so that "back" undoes it; typing does not
  function write(typing) { const hash = "#t?" + query(); if (hash !== location.hash) history[typing ? "replaceState" : "pushState"](null, "", hash); }

  // ---- selection ----
  const haystack = new Array(data.rows.length);
  function words(i) {
    if (haystack[i] === undefined) {
      const row = data.rows[i], doc = data.documents[row.d];
      haystack[i] = fold([row.t, row.h, row.s, doc.title, doc.event_name, doc.source, doc.place, ...(row.pr || [])].filter(Boolean).join("\n"));
    }
    return haystack[i];
  }
  function stands(row) {
    const doc = data.documents[row.d];
    return state.document ? doc.source === state.document : !doc.again || state.again;
  }
  // one pass: what passes all filters is shown; what fails one alone is counted in that filter's own list
  function select() {
    const needles = fold(state.q).split(/\s+/).filter(Boolean);
    const chosen = data.filters.map((name) => state.filters[name]);
    const counts = data.filters.map(() => new Map());
    const count = (row, f) => row.f[f].forEach((v) => counts[f].set(v, (counts[f].get(v) || 0) + 1));
    matching = [];
    data.rows.forEach((row, i) => {
      if (!stands(row) || !needles.every((w) => words(i).includes(w))) return;
      let failed = -1, n = 0;
      chosen.forEach((values, f) => { if (values && !row.f[f].some((v) => values.has(v))) { failed = f; n += 1; } });
      if (n === 0) { matching.push(i); chosen.forEach((_, f) => count(row, f)); } else if (n === 1) count(row, failed);
    });
    if (state.sort) {
      const f = data.filters.indexOf(state.sort);
      const key = state.sort === "text" ? (r) => r.t : (r) => r.f[f].map((v) => data.names[state.sort][v] || v).join(", ");
      const keys = new Map(matching.map((i) => [i, key(data.rows[i])]));
      matching.sort((a, b) => (state.desc ? -1 : 1) * collator.compare(keys.get(a), keys.get(b)) || a - b);
    } else if (state.desc) matching.reverse();
    return counts;
  }

  // ---- table ----
  const app = document.getElementById("app");
  const output = el("output", { "aria-live": "polite" }), chips = el("div", { class: "chips" }), pager = el("div", { class: "bar" });
  const body = el("tbody");
  const search = el("input", { type: "search", id: "q", "aria-label": W["table.search"], placeholder: W["table.placeholder"] });
  const facets = {};
  function facetControl(name) {
    const options = el("div"), find = el("input", { type: "search", "aria-label": W["table.find"], placeholder: W["table.find"] });
    const box = el("details", { class: "facet", "data-facet": name }, el("summary", {}, W["facet." + name + ".name"]), el("div", { class: "box" }, find, options));
    const entries = Object.entries(data.names[name]).map(([value, label]) => {
      const input = el("input", { type: "checkbox", value }), count = el("span", { class: "count" });
      const line = el("label", {}, input, el("span", {}, bdi(label, SHORT)), count);
      input.addEventListener("change", () => {
        const values = state.filters[name] || (state.filters[name] = new Set());
        input.checked ? values.add(value) : values.delete(value);
        if (!values.size) delete state.filters[name];
        update();
      });
      options.append(line);
      return { value, label, input, count, line };
    });
    find.addEventListener("input", () => { const w = fold(find.value); entries.forEach((e) => { e.line.hidden = !fold(e.label).includes(w); }); });
    find.hidden = entries.length < 10;
    facets[name] = { box, entries };
    return box;
  }
  function header(name) {
    const button = el("button", { type: "button", onclick: () => { if (state.sort === name) { state.desc = !state.desc; } else { state.sort = name; state.desc = false; } update(); } }, W["table." + name]);
    return el("th", { "data-sort": name, scope: "col", class: "c-" + name }, button);
  }
  const COLUMNS = ["text", "addressee", "theme", "action", "region", "year"];
  const head = el("tr", {}, el("td", {}), ...COLUMNS.map(header));
  const again = el("input", { type: "checkbox", onchange: () => { state.again = again.checked; update(); } });
  const downloads = [el("button", { type: "button", id: "download", onclick: () => saveCsv() }, W["table.download"]), el("button", { type: "button", id: "workbook", onclick: () => saveWorkbook() }, W["table.workbook"])];
  app.append(
    el("div", { class: "controls", role: "search" }, search, ...data.filters.map(facetControl)), chips,
    el("div", { class: "bar" }, output, ...downloads, el("button", { type: "button", id: "reset", onclick: () => { state.q = ""; state.filters = {}; state.document = ""; state.sort = ""; state.desc = false; search.value = ""; update(); } }, W["table.reset"]),
      data.documents.some((d) => d.again) ? el("label", {}, again, " ", W["table.again"]) : ""),
    el("table", { class: "recs" }, el("colgroup", {}, el("col", { class: "c-open" }), ...COLUMNS.map((c) => el("col", { class: "c-" + c }))), el("thead", {}, head), body), pager);
  let timer = 0;
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { state.q = search.value.trim(); update(true); }, 150); });
  document.addEventListener("click", (event) => Object.values(facets).forEach((f) => { if (!f.box.contains(event.target)) f.box.open = false; }));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") Object.values(facets).forEach((f) => { if (f.box.open) { f.box.open = false; f.box.querySelector("summary").focus(); } }); });

  const names = (row, name, limit = SHORT) => row.f[data.filters.indexOf(name)].map((v) => clip(data.names[name][v] || v, limit)).join(", ");
  const anchor = (id) => "rec-" + id;
  const href = (id) => "#" + encodeURIComponent(anchor(id));
  function line(i) {
    const row = data.rows[i], long = row.t.length > LONG;
    const button = el("button", { type: "button", class: "opener", "aria-expanded": "false", "aria-label": W["table.open"] }, "▸");
    const text = el("td", { class: "c-text" }, row.l ? el("span", { class: "label" }, bdi(row.l), " ") : "", highlighted(row, long ? LONG : 0));
    if (long) text.append(" ", el("button", { type: "button", onclick: (e) => { e.stopPropagation(); text.replaceChildren(highlighted(row, 0)); } }, W["table.whole"]));
    const tr = el("tr", { class: "rec", id: anchor(row.id) }, el("td", { class: "c-open" }, button), text,
      ...COLUMNS.slice(1).map((name) => el("td", { class: "c-" + name, "data-name": W["table." + name] }, bdi(names(row, name)))));
    tr.addEventListener("click", (event) => { if (!String(getSelection()) && !event.target.closest("a") && (event.target.closest(".opener") || !event.target.closest("button"))) toggle(tr, row, button); });
    return tr;
  }
  function toggle(tr, row, button) {
    const next = tr.nextElementSibling, open = next && next.classList.contains("more");
    if (open) next.remove(); else tr.after(el("tr", { class: "more" }, el("td", { colspan: COLUMNS.length + 1 }, details(row))));
    button.setAttribute("aria-expanded", String(!open));
    button.textContent = open ? "▸" : "▾";
  }
  function details(row) {
    const doc = data.documents[row.d], list = el("dl"), labels = data.labels;
    const add = (name, ...values) => { const kept = values.filter(Boolean); if (kept.length) list.append(el("dt", {}, W["table." + name]), el("dd", {}, kept.length > 1 ? el("ul", {}, ...kept.map((v) => el("li", {}, v))) : kept[0])); };
    const note = (text, more) => el("span", {}, bdi(text), more.filter(Boolean).length ? " – " + more.filter(Boolean).join(", ") : "");
    add("actors", ...(row.a || []).map(([text, category, role]) => note(text, [labels.roles[role] || role, labels.actors[category] || category])));
    add("actions", ...(row.v || []).map(([predicate, type, object]) => note(object ? predicate + " · " + object : predicate, [labels.actions[type] || type])));
    add("theme", names(row, "theme"));
    if (row.dl) add("deadline", bdi(row.dl));
    add("programs", ...(row.pr || []).map(bdi));
    const cluster = row.f[data.filters.indexOf("cluster")][0];
    if (cluster !== "unassigned") add("cluster", el("a", { href: "#t?" + new URLSearchParams({ cluster }) }, bdi(data.names.cluster[cluster] || cluster)));
    if (row.c) add("corrected", bdi(row.c.join("; ")));
    if (row.h) add("heading", bdi(row.h));
    if (row.s) add("section", bdi(row.s));
    add("document", el("span", {}, bdi([doc.title || doc.event_name, doc.place, doc.date].filter(Boolean).join(", ")), " ", el("small", {}, bdi(doc.source))));
    add("position", number(row.n) + (row.p ? ", " + W["table.page"] + " " + row.p : ""));
    add("link", el("a", { href: href(row.id) }, anchor(row.id)));
    return list;
  }

  // ---- drawing what is selected ----
  function draw() {
    body.replaceChildren(...matching.slice(0, shown).map(line));
    if (!matching.length) body.append(el("tr", {}, el("td", { colspan: COLUMNS.length + 1, class: "empty" }, W["table.empty"])));
    const left = matching.length - shown;
    pager.replaceChildren(...(left > 0 ? [el("button", { type: "button", id: "more", onclick: () => { shown += PAGE; draw(); } }, fill(W["table.more"], { n: Math.min(PAGE, left) }))] : []));
  }
  function refresh() {
    const counts = select(), total = data.rows.filter((r) => state.again || !data.documents[r.d].again).length;
    output.textContent = fill(W["table.found"], { n: number(matching.length), all: number(total) });
    downloads.forEach((button) => { button.disabled = !matching.length; });
    head.querySelectorAll("th[data-sort]").forEach((th) => { if (th.dataset.sort === state.sort) th.setAttribute("aria-sort", state.desc ? "descending" : "ascending"); else th.removeAttribute("aria-sort"); });
    data.filters.forEach((name, f) => {
      const chosen = state.filters[name];
      facets[name].box.classList.toggle("on", Boolean(chosen));
      facets[name].entries.forEach((e) => { const n = counts[f].get(e.value) || 0; e.input.checked = Boolean(chosen && chosen.has(e.value)); e.count.textContent = number(n); e.line.classList.toggle("zero", !n); });
    });
    const chip = (text, drop) => el("button", { type: "button", onclick: () => { drop(); update(); } }, bdi(text, SHORT));
    chips.replaceChildren(...Object.entries(state.filters).flatMap(([name, values]) => [...values].map((v) => chip(W["facet." + name + ".name"] + ": " + (data.names[name][v] || v), () => { values.delete(v); if (!values.size) delete state.filters[name]; }))));
    if (state.document) chips.append(chip(W["table.document"] + ": " + state.document, () => { state.document = ""; }));
    again.checked = state.again;
    draw();
  }
  function update(typing) { shown = PAGE; write(typing); refresh(); }

  // ---- download: text stays text in both formats ----
  const HEADER = ["rec_id", "text", "addressee", "theme", "action", "region", "year", "deadline", "until", "heading", "cluster", "document", "source", "position"];
  const WIDTHS = [22, 70, 24, 30, 20, 24, 7, 22, 12, 34, 34, 34, 30, 8], CELL = 32767;
  function selected() {
    return matching.map((i) => {
      const row = data.rows[i], doc = data.documents[row.d];
      const [who, themes, actions, region, year, cluster] = ["addressee", "theme", "action", "region", "year", "cluster"].map((name) => names(row, name, Infinity));
      return [row.id, row.t, who, themes, actions, region, year, row.dl, row.du, row.h, cluster, doc.title || doc.event_name, doc.source, row.n];
    });
  }
  function give(blob, name) {
    const url = URL.createObjectURL(blob), a = el("a", { href: url, download: name });
    document.body.append(a); a.click(); a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }
  function saveCsv() {
    const quote = (value) => { let v = String(value ?? "").replace(/\u0000/g, ""); if (/^\s*[=+\-@＝＋－＠]|^[\t\r\n]|^\d{1,4}[./]\d{1,4}([./]\d{1,4})?$/.test(v)) v = "'" + v; return /[;"\r\n]/.test(v) ? '"' + v.replace(/"/g, '""') + '"' : v; };
    const lines = [HEADER.map((h) => W["download." + h]), ...selected()].map((cells) => cells.map(quote).join(";"));
    give(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" }), "recommendations.csv");
  }
  function saveWorkbook() {
    const day = (text) => (/^(19|20)\d\d-\d\d-\d\d$/.test(text || "") ? new Date(text + "T00:00:00Z") : text);
    const whole = (text) => (/^\d{4}$/.test(text || "") ? Number(text) : text);
    const cell = (value) => (typeof value === "string" && value.length > CELL ? value.slice(0, CELL - 1) + "…" : value);
    const lines = selected().map((cells) => cells.map((value, n) => (HEADER[n] === "until" ? day(value) : HEADER[n] === "year" ? whole(value) : cell(value))));
    civictextSheets.workbook(W["table.sheet"], HEADER.map((h) => W["download." + h]), lines, WIDTHS)
      .then((blob) => give(blob, "recommendations.xlsx"), (error) => { output.textContent = String(error.message); });
  }

  // ---- the address: a filter, a recommendation, or a section ----
  function go() {
    let hash = location.hash;
    try { hash = decodeURIComponent(hash); } catch { /* a malformed escape: take it as it stands */ }
    document.querySelectorAll("tr.target").forEach((tr) => tr.classList.remove("target"));
    if (location.hash.startsWith("#t?")) { read(); search.value = state.q; shown = PAGE; refresh(); document.getElementById("table").scrollIntoView(); return; }
    if (!hash) { read(); search.value = ""; shown = PAGE; refresh(); return; }
    if (!hash.startsWith("#rec-")) return;
    const i = byId.get(hash.slice(5));
    if (i === undefined) return;
    if (!matching.includes(i)) { state.q = search.value = ""; state.filters = {}; state.document = ""; state.again = state.again || Boolean(data.documents[data.rows[i].d].again); refresh(); }
    shown = Math.max(shown, matching.indexOf(i) + 1);
    draw();
    const tr = document.getElementById(anchor(data.rows[i].id)), button = tr.querySelector(".opener");
    tr.classList.add("target");
    if (button.getAttribute("aria-expanded") === "false") toggle(tr, data.rows[i], button);
    tr.scrollIntoView({ block: "center" });
    button.focus({ preventScroll: true });
  }
  addEventListener("hashchange", go);

  // ---- members of a cluster, when it is opened ----
  document.querySelectorAll("details.cluster").forEach((box) => box.addEventListener("toggle", () => {
    const list = box.querySelector("ul"), f = data.filters.indexOf("cluster");
    if (!box.open || list.childElementCount) return;
    data.rows.forEach((row) => {
      if (!row.f[f].includes(box.dataset.cluster)) return;
      const doc = data.documents[row.d];
      list.append(el("li", {}, el("span", { class: "where" }, bdi([doc.region, doc.date && doc.date.slice(0, 4), doc.source].filter(Boolean).join(" · ")), " ", el("a", { href: href(row.id) }, "→")), highlighted(row, LONG)));
    });
  }));

  // ---- commitments of one theme ----
  const theme = document.getElementById("cluster-theme");
  if (theme) theme.addEventListener("change", () => document.querySelectorAll(".groups").forEach((box) => { box.hidden = Boolean(theme.value) && box.dataset.theme !== theme.value; }));

  // ---- print: everything that is selected, up to a limit that a printer can bear ----
  addEventListener("beforeprint", () => { shown = Math.max(shown, Math.min(matching.length, 1000)); draw(); });
  addEventListener("afterprint", () => { shown = PAGE; draw(); });

  // ---- the map by theme ----
  const pick = document.getElementById("map-theme");
  if (pick) pick.addEventListener("change", () => {
    const counts = new Map(), region = data.filters.indexOf("region"), theme = data.filters.indexOf("theme");
    data.rows.forEach((row) => { if (!data.documents[row.d].again && (!pick.value || row.f[theme].includes(pick.value))) counts.set(row.f[region][0], (counts.get(row.f[region][0]) || 0) + 1); });
    const tiles = [...document.querySelectorAll(".map a[data-region]")], most = Math.max(1, ...tiles.map((a) => counts.get(a.dataset.region) || 0));
    tiles.forEach((a) => {
      const n = counts.get(a.dataset.region) || 0, query = new URLSearchParams({ region: a.dataset.region });
      if (pick.value) query.set("theme", pick.value);
      a.setAttribute("href", "#t?" + query);
      a.querySelector("g").setAttribute("class", "on t" + (n ? 1 + (3 * n >= most) + (3 * n >= 2 * most) : 0));
      a.querySelector(".count").textContent = number(n);
      a.querySelector("title").textContent = a.dataset.name + ": " + number(n);
    });
  });

  // ---- what is wider than the screen says so, and takes the keyboard ----
  const wide = new ResizeObserver((entries) => entries.forEach(({ target: box }) => {
    const is = box.scrollWidth > box.clientWidth + 2, sign = box.previousElementSibling;
    const has = sign && sign.classList.contains("swipe");
    if (is && !has) box.before(el("p", { class: "swipe" }, W["page.swipe"])); else if (!is && has) sign.remove();
    if (is) box.setAttribute("tabindex", "0"); else box.removeAttribute("tabindex");
  }));
  document.querySelectorAll(".scroll").forEach((box) => wide.observe(box));

  // ---- charts ----
  document.querySelectorAll("[data-chart]").forEach((place) => {
    const spec = data.charts[place.dataset.chart];
    if (spec) civictextVega.draw(spec, place).catch((error) => { place.textContent = String(error.message); });
  });
  refresh();
  go();
})();
