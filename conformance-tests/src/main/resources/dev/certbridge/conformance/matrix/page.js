"use strict";
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".filters");
  const find = document.getElementById("find");
  const shown = document.getElementById("shown");
  const groups = [...document.querySelectorAll(".answers tbody")];

  // Some browsers refuse storage for files; the page then starts with the theme of the system.
  const stored = {
    get() { try { return localStorage.getItem("matrix-theme"); } catch { return null; } },
    set(value) { try { localStorage.setItem("matrix-theme", value); } catch { /* the choice is for this visit only */ } },
  };
  const themes = { system: "Theme: system", light: "Theme: light", dark: "Theme: dark" };
  const button = document.getElementById("theme");
  let theme = themes[stored.get()] ? stored.get() : "system";
  const paint = () => {
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    button.textContent = themes[theme];
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const names = Object.keys(themes);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    stored.set(theme);
    paint();
  });
  paint();

  const matches = (row, state) => {
    const states = row.dataset.states.split(" ");
    return !state || (state === "complete" ? states.length === 1 && states[0] === "filled" : states.includes(state));
  };
  const filter = () => {
    const { reseller, state } = Object.fromEntries(new FormData(form));
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    let total = 0;
    for (const group of groups) {
      const [head, ...rows] = group.rows;
      const name = head.textContent.toLowerCase();
      let any = false;
      for (const row of rows) {
        const text = name + " " + row.cells[0].textContent.toLowerCase();
        const show = (!reseller || group.dataset.reseller === reseller)
          && matches(row, state) && words.every((word) => text.includes(word));
        row.hidden = !show;
        any ||= show;
        total += 1;
        count += show ? 1 : 0;
      }
      head.hidden = !any;
      group.hidden = !any;
    }
    shown.textContent = count === total ? `All ${total} responses` : `${count} of ${total} responses`;
  };
  const showAll = () => { form.reset(); filter(); };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();

  // A link to a hidden row shows all rows first.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target && target.hidden) showAll();
  });

  // A dialog shows the lines behind a cell; closing it returns to the cell.
  const dialog = document.getElementById("sources");
  const text = dialog.querySelector("pre");
  const unpack = async () => {
    const packed = atob(document.getElementById("packed").textContent);
    const bytes = new Blob([Uint8Array.from(packed, (char) => char.charCodeAt(0))]);
    const json = new Response(bytes.stream().pipeThrough(new DecompressionStream("gzip")));
    return new Map((await json.json()).map((source) => [source.id, source]));
  };
  let sources = null;
  const indent = (line) => line.textContent.search(/\S/);
  /** The line and the lines below it that are indented further. */
  const block = (first) => {
    const lines = [first];
    for (let next = first.nextElementSibling; next; next = next.nextElementSibling) {
      if (indent(next) >= 0 && indent(next) <= indent(first)) break;
      lines.push(next);
    }
    while (indent(lines[lines.length - 1]) < 0) lines.pop();
    return lines;
  };
  const show = (source, number) => {
    dialog.querySelector("h3").textContent = source.title;
    dialog.querySelector("code").textContent = source.place;
    text.className = source.hasLines ? "lines" : "";
    text.textContent = source.hasLines ? "" : source.text;
    if (source.hasLines) {
      const code = text.appendChild(document.createElement("code"));
      code.append(...source.text.split("\n").map((line) => {
        const span = document.createElement("span");
        span.textContent = line + "\n";
        return span;
      }));
    }
    if (!dialog.open) dialog.showModal();
    text.focus();
    const line = text.querySelectorAll("span")[number - 1];
    if (line) {
      block(line).forEach((one) => one.classList.add("here"));
      line.scrollIntoView();
    } else {
      text.scrollTop = 0;
    }
  };
  const look = async (id) => {
    const [file, line] = id.split("-L");
    try {
      sources ??= await unpack();
    } catch {
      show({ title: "This browser cannot show the lines", place: file + ", line " + line, text: "It needs DecompressionStream, as browsers since 2023 have." });
      return;
    }
    const source = sources.get(id) || sources.get(file);
    if (source) show(source, Number(line));
  };
  const idOf = (hash) => decodeURIComponent(hash.slice(1));
  const lookAt = (hash) => {
    const isSource = hash.includes("-L") && !document.getElementById(idOf(hash));
    if (isSource) look(idOf(hash));
    return isSource;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (event.target === dialog) dialog.close();
    else if (link && plain && lookAt(link.hash)) event.preventDefault();
  });
  window.addEventListener("hashchange", () => lookAt(location.hash));
  lookAt(location.hash);

  const stops = (cell) => (cell ? cell.querySelector("a, summary") : null);
  const vertical = (cell, step) => {
    const rows = [...document.querySelectorAll(".answers tr[id]:not([hidden])")];
    for (let i = rows.indexOf(cell.parentElement) + step; i >= 0 && i < rows.length; i += step) {
      const stop = stops(rows[i].cells[cell.cellIndex]);
      if (stop) return stop;
    }
    return null;
  };
  const horizontal = (cell, step) => {
    for (let next = cell; next; next = step > 0 ? next.nextElementSibling : next.previousElementSibling) {
      const stop = next !== cell && stops(next);
      if (stop) return stop;
    }
    return null;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.key === "/" && event.target !== find) {
      event.preventDefault();
      find.focus();
    } else if (event.key === "Escape") {
      showAll();
    } else {
      const cell = event.target.closest && event.target.closest(".answers td");
      const step = { ArrowDown: [vertical, 1], ArrowUp: [vertical, -1], ArrowRight: [horizontal, 1], ArrowLeft: [horizontal, -1] }[event.key];
      const stop = cell && step && step[0](cell, step[1]);
      if (stop) {
        event.preventDefault();
        stop.focus();
      }
    }
  });
})();
