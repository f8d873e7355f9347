"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("filters");
  const panel = document.getElementById("panel");
  const grid = document.getElementById("grid");
  if (!form || !grid) return;
  document.documentElement.classList.add("js");
  form.hidden = false;

  const points = data.points;
  const marks = new Map();
  for (const mark of grid.querySelectorAll("a.p")) {
    const name = mark.hash.slice(3);
    if (!marks.has(name)) marks.set(name, []);
    marks.get(name).push(mark);
  }
  const names = [...marks.keys()];
  const rows = [...grid.querySelectorAll(".row:not(.names)")];
  const texts = new Map(names.map((name) => [name, marks.get(name).map((mark) => mark.textContent).join(" … ")]));
  const wires = document.getElementById("wires");
  const tally = document.getElementById("tally");
  const body = document.getElementById("panel-body");
  let open = null;
  let opener = null;

  const nameOf = (element) => {
    const mark = element && element.closest ? element.closest("a.p") : null;
    return mark && grid.contains(mark) ? mark.hash.slice(3) : null;
  };

  // Counterparts: lit on hover and focus, with a line between the columns.
  const wire = (from, to) => {
    const frame = grid.getBoundingClientRect();
    const [a, b] = from.getBoundingClientRect().left < to.getBoundingClientRect().left ? [from, to] : [to, from];
    const first = a.getBoundingClientRect();
    const second = b.getBoundingClientRect();
    if (second.left <= first.left + 1) return;
    const x1 = first.right - frame.left, y1 = (first.top + first.bottom) / 2 - frame.top;
    const x2 = second.left - frame.left, y2 = (second.top + second.bottom) / 2 - frame.top;
    const bend = (x1 + x2) / 2;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`);
    wires.append(path);
  };
  const light = (name) => {
    for (const lit of grid.querySelectorAll(".lit")) lit.classList.remove("lit");
    wires.replaceChildren();
    if (!name || !points[name]) return;
    const own = marks.get(name) || [];
    for (const mark of own) mark.classList.add("lit");
    for (const other of points[name][4]) {
      for (const mark of marks.get(other) || []) mark.classList.add("lit");
      if (own[0] && marks.get(other)) wire(own[0], marks.get(other)[0]);
    }
  };
  grid.addEventListener("pointerover", (event) => light(nameOf(event.target) || open));
  grid.addEventListener("pointerleave", () => light(open));
  grid.addEventListener("focusin", (event) => light(nameOf(event.target)));

  // Evidence of one point.
  const quoted = (name) => {
    const mark = (marks.get(name) || [])[0];
    const quote = document.createElement("blockquote");
    const source = mark && mark.closest("[lang]");
    if (source) {
      quote.lang = source.lang;
      quote.dir = source.dir;
    }
    quote.textContent = texts.get(name) || "";
    return quote;
  };
  const show = (name, from) => {
    const source = document.getElementById(`e-${name}`);
    if (!source) return;
    const copy = source.cloneNode(true);
    copy.removeAttribute("id");
    copy.querySelector("h3").after(quoted(name));
    for (const ref of copy.querySelectorAll("a.ref")) ref.parentElement.append(quoted(ref.hash.slice(1)));
    body.replaceChildren(copy);
    panel.hidden = false;
    opener = from || opener;
    for (const here of grid.querySelectorAll(".here")) here.classList.remove("here");
    for (const mark of marks.get(name) || []) mark.classList.add("here");
    open = name;
    light(name);
    save();
  };
  const hide = () => {
    panel.hidden = true;
    for (const here of grid.querySelectorAll(".here")) here.classList.remove("here");
    open = null;
    light(null);
    save();
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  };
  const reach = (name) => {
    const mark = (marks.get(name) || [])[0];
    if (!mark) return;
    for (const row of rows) if (row.contains(mark)) row.classList.remove("gone");
    mark.scrollIntoView({ block: "center", behavior: "instant" });
    mark.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("a[href^='#']") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = link.hash.slice(1);
    if (target.startsWith("e-") && points[target.slice(2)]) {
      event.preventDefault();
      show(target.slice(2), link);
      panel.focus({ preventScroll: true });
    } else if (points[target]) {
      event.preventDefault();
      reach(target);
      show(target, (marks.get(target) || [])[0]);
    }
  });
  document.getElementById("panel-close").addEventListener("click", hide);
  document.getElementById("panel-copy").addEventListener("click", async (event) => {
    if (!open) return;
    const words = data.words;
    const text = `${words.open}${texts.get(open)}${words.close_quote} (${data.sides[open[0]].source})`;
    const button = event.currentTarget;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = words.copy; }, 1500);
  });

  // Filters; the view is kept in the address.
  const chosen = () => {
    const fields = new FormData(form);
    return {
      status: fields.getAll("status"),
      topic: fields.get("topic") || "",
      speaker: fields.get("speaker") || "",
      confidence: Number(fields.get("confidence")) || 0,
      q: (fields.get("q") || "").trim().toLocaleLowerCase(),
    };
  };
  const passes = (name, want) => {
    const [status, topic, speaker, confidence] = points[name];
    return (!want.status.length || want.status.includes(status))
      && (!want.topic || want.topic === topic)
      && (!want.speaker || want.speaker === String(speaker))
      && (confidence === null || confidence * 100 >= want.confidence)
      && (!want.q || texts.get(name).toLocaleLowerCase().includes(want.q));
  };
  const apply = () => {
    const want = chosen();
    const active = want.status.length || want.topic || want.speaker || want.confidence || want.q;
    let count = 0;
    for (const name of names) {
      const off = active && !passes(name, want);
      if (!off) count += 1;
      for (const mark of marks.get(name)) mark.classList.toggle("off", Boolean(off));
    }
    for (const row of rows) {
      const empty = active && !row.querySelector("a.p:not(.off)")
        && !(want.q && row.textContent.toLocaleLowerCase().includes(want.q));
      row.classList.toggle("gone", Boolean(empty));
    }
    tally.textContent = active ? (count ? `${count} / ${names.length} ${data.words.shown}` : data.words.nothing) : "";
    light(open);
    save();
  };
  const save = () => {
    const want = chosen();
    const state = new URLSearchParams();
    if (want.status.length) state.set("status", want.status.join(","));
    for (const key of ["topic", "speaker", "q"]) if (want[key]) state.set(key, want[key]);
    if (want.confidence) state.set("confidence", String(want.confidence));
    if (open) state.set("p", open);
    const hash = state.toString();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* a page without an address, as in a notebook, keeps no state */ }
  };
  const restore = () => {
    const hash = location.hash.slice(1);
    if (points[hash] || points[hash.replace(/^e-/, "")]) {
      const name = hash.replace(/^e-/, "");
      reach(name);
      show(name, (marks.get(name) || [])[0]);
      return;
    }
    if (!hash.includes("=")) return;
    const state = new URLSearchParams(hash);
    const statuses = (state.get("status") || "").split(",");
    for (const box of form.querySelectorAll("[name=status]")) box.checked = statuses.includes(box.value);
    // A filter that the address does not name is off: the address is the whole view.
    for (const key of ["topic", "speaker", "q", "confidence"]) {
      form.elements[key].value = state.get(key) ?? (key === "confidence" ? "0" : "");
    }
    const name = state.get("p");
    apply();
    if (name && points[name]) {
      reach(name);
      show(name, (marks.get(name) || [])[0]);
    }
  };
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", restore);

  // Keyboard.
  const keys = document.getElementById("keys");
  const button = document.getElementById("keys-button");
  const help = () => {
    keys.hidden = !keys.hidden;
    button.setAttribute("aria-expanded", String(!keys.hidden));
  };
  button.addEventListener("click", help);
  const step = (by) => {
    const live = names.filter((name) => marks.get(name).some((mark) => !mark.classList.contains("off") && mark.offsetParent));
    if (!live.length) return;
    const at = live.indexOf(nameOf(document.activeElement) || open);
    const next = live[at < 0 ? (by > 0 ? 0 : live.length - 1) : (at + by + live.length) % live.length];
    reach(next);
    if (open) show(next, marks.get(next)[0]);
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) return hide();
    if (event.ctrlKey || event.metaKey || event.altKey || !document.getElementById("keys-on").checked) return;
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") {
      event.preventDefault();
      form.elements.q.focus();
    } else if (event.key === "?") {
      if (keys.hidden) button.scrollIntoView({ block: "center" });
      help();
    }
  });
  restore();
})();
